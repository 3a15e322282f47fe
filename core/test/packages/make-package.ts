import { SDK_API_VERSION } from '@datawave/plugin-sdk';
import { listPackageFiles, writeArchive, writeFileList } from '@datawave/plugin-sdk/packaging';

/** What a package of a test is like. */
export interface PackageRecipe {
  readonly name?: string;
  readonly version?: string;
  /** Over a small manifest with the id `weather`. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Source of its module; a plugin that does nothing unless given. */
  readonly module?: string;
  /** More files, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Over package.json. */
  readonly packageJson?: Readonly<Record<string, unknown>>;
}

/** The module of a plugin that does nothing, or what is given. */
export const pluginModule = (definition = 'setup() { return {}; }'): string =>
  `import { definePlugin } from '@datawave/plugin-sdk';\nexport default definePlugin()({ ${definition} });\n`;

/** Its package.json. */
export const packageJsonOf = (recipe: PackageRecipe): Readonly<Record<string, unknown>> => ({
  name: recipe.name ?? '@acme/weather',
  version: recipe.version ?? '1.0.0',
  type: 'module',
  license: 'MIT',
  exports: './dist/index.js',
  keywords: ['datawave-plugin'],
  peerDependencies: { '@datawave/plugin-sdk': `^${SDK_API_VERSION}` },
  datawave: { manifestVersion: 1, id: 'weather', title: 'Weather', apiVersion: '*', ...recipe.manifest },
  ...recipe.packageJson,
});

/** A tarball as "datawave plugin pack" makes it. */
export async function makePackage(recipe: PackageRecipe = {}): Promise<Uint8Array> {
  const packageJson = packageJsonOf(recipe);
  const files = new Map<string, Uint8Array>(
    Object.entries({
      'package.json': JSON.stringify(packageJson),
      'dist/index.js': recipe.module ?? pluginModule(),
      'README.md': '# Weather\n',
      ...recipe.files,
    }).map(([path, text]) => [path, Buffer.from(text)]),
  );
  const identity = {
    name: String(packageJson['name']),
    packageVersion: String(packageJson['version']),
    sdk: `^${SDK_API_VERSION}`,
  };
  files.set('datawave-files.json', writeFileList(listPackageFiles(identity, files)));
  return writeArchive(files);
}
