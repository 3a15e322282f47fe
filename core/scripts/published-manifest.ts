/** The parts of a package.json that differ between the checkout and the registry. */
export interface PackageManifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  /** A plugin's manifest. */
  readonly datawave?: { readonly contributes?: { readonly ui?: string } };
  readonly devDependencies?: unknown;
  readonly scripts?: unknown;
  readonly private?: boolean;
  /** What npm ships: paths and, with an exclamation mark, patterns of what is left out. */
  readonly files?: readonly string[];
  readonly [key: string]: unknown;
}

/**
 * The manifest of a package as it is published. In a checkout Node runs the TypeScript sources themselves; under
 * node_modules it does not strip types, so what is published names the JavaScript.
 */
export function publishedManifest(manifest: PackageManifest): Readonly<Record<string, unknown>> {
  const { devDependencies: _devDependencies, scripts: _scripts, exports = {}, datawave, ...rest } = manifest;
  const published = Object.entries(exports)
    .filter(([, target]) => !target.startsWith('./test/') && !target.startsWith('./scripts/'))
    .map(([path, target]) => [path, publishedTarget(target)]);
  return {
    ...rest,
    ...(published.length === 0 ? {} : { exports: Object.fromEntries(published) }),
    ...(datawave === undefined ? {} : { datawave: publishedPlugin(datawave) }),
    publishConfig: { access: 'public' },
  };
}

/** The web components that are built of the source lie at its place. */
function publishedPlugin(plugin: NonNullable<PackageManifest['datawave']>): unknown {
  const ui = plugin.contributes?.ui;
  if (ui === undefined) return plugin;
  return { ...plugin, contributes: { ...plugin.contributes, ui: ui.replace(/\.ts$/, '.js') } };
}

function publishedTarget(target: string): unknown {
  if (!target.endsWith('.ts')) return target;
  const base = target.slice(0, -'.ts'.length);
  return { types: `${base}.d.ts`, default: `${base}.js` };
}
