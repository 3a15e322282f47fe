/**
 * What plugins share with the shell through the import map: one copy of each in the browser. A plugin's module may import these at run time
 * and nothing else that is not its own.
 * @public
 */
export const SHARED_UI_MODULES: readonly string[] = [
  'lit',
  'lit/directive.js',
  'lit/async-directive.js',
  'lit/directives/class-map.js',
  'lit/directives/guard.js',
  'lit/directives/if-defined.js',
  'lit/directives/keyed.js',
  'lit/directives/live.js',
  'lit/directives/ref.js',
  'lit/directives/repeat.js',
  'lit/directives/until.js',
  '@datawave/plugin-sdk/ui',
  // Each of these is fetched only by pages that import it.
  '@datawave/plugin-sdk/ui/grid',
  '@datawave/plugin-sdk/ui/chart',
  '@datawave/plugin-sdk/ui/code',
];

/**
 * Settings by which Vite builds a plugin's web components into one module, with what it fetches later beside it. What the shell shares stays an
 * import. Hand them to `build` of Vite 8.
 * @param packageDirectory - absolute
 * @param entry - the module that defines the elements, absolute
 * @param outDirectory - absolute
 * @public
 */
export function uiBuildSettings(packageDirectory: string, entry: string, outDirectory: string) {
  return {
    configFile: false,
    root: packageDirectory,
    logLevel: 'warn',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: outDirectory,
      emptyOutDir: false,
      target: 'es2022',
      assetsDir: 'static',
      modulePreload: false,
      reportCompressedSize: false,
      // As a library: what is imported later is imported, and no helper that preloads styles of which there are none.
      lib: { entry: { index: entry }, formats: ['es'] as ['es'] },
      rolldownOptions: {
        preserveEntrySignatures: 'strict',
        external: (id: string): boolean =>
          id === 'lit' || id.startsWith('lit/') || SHARED_UI_MODULES.includes(id),
        output: {
          minify: true,
          entryFileNames: '[name].js',
          chunkFileNames: 'static/[name]-[hash].js',
          assetFileNames: 'static/[name]-[hash][extname]',
        },
      },
    },
  } as const;
}

/** A file that Vite built, as far as it is looked at. @public */
export interface BuiltUiFile {
  readonly fileName: string;
  readonly imports?: readonly string[];
}

/** An import of what was built that no browser could resolve, or undefined. @public */
export function foreignUiImport(files: readonly BuiltUiFile[]): string | undefined {
  const own = new Set(files.map(({ fileName }) => fileName));
  return files
    .flatMap(({ imports = [] }) => imports)
    .find((name) => !own.has(name) && !SHARED_UI_MODULES.includes(name));
}
