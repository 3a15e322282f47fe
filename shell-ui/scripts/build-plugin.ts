import { join } from 'node:path';
import { SHARED_MODULES } from './shared-modules.ts';

interface Chunk {
  readonly type: string;
  readonly imports?: readonly string[];
  readonly fileName: string;
}

/**
 * Builds a plugin's `ui/index.ts` into one module that takes lit and plugin-sdk/ui from the import map.
 * @throws Error naming an import that no browser could resolve
 */
export async function buildPlugin(packageDirectory: string, outDirectory: string): Promise<void> {
  const { build } = await import('vite');
  const result = await build({
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
      lib: { entry: { index: join(packageDirectory, 'ui/index.ts') }, formats: ['es'] },
      rolldownOptions: {
        preserveEntrySignatures: 'strict',
        external: (id: string) => id === 'lit' || id.startsWith('lit/') || SHARED_MODULES.includes(id),
        output: {
          minify: true,
          entryFileNames: '[name].js',
          chunkFileNames: 'static/[name]-[hash].js',
          assetFileNames: 'static/[name]-[hash][extname]',
        },
      },
    },
  });
  const output = [result].flat().flatMap((built) => (built as { readonly output: readonly Chunk[] }).output);
  const own = new Set(output.map((file) => file.fileName));
  for (const chunk of output) {
    const foreign = (chunk.imports ?? []).find((name) => !own.has(name) && !SHARED_MODULES.includes(name));
    if (foreign !== undefined) {
      throw new Error(
        `${join(packageDirectory, 'ui')} imports "${foreign}", which the shell does not share. Import one of: ${SHARED_MODULES.join(', ')}.`,
      );
    }
  }
}
