import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The compiler leaves `.ts` in the imports of declaration files, where no `.ts` lies beside them any more; tools and
 * users of a published package need `.js`.
 */
export function rewriteImports(declaration: string): string {
  return declaration.replaceAll(
    /(\bfrom\s*|\bimport\(\s*|\bimport\s+)(["'])(\.{1,2}\/[^"']+)\.ts\2/g,
    '$1$2$3.js$2',
  );
}

/** Rewrites all declaration files below a folder. */
export function rewriteDeclarations(folder: string): void {
  for (const name of globSync('**/*.d.ts', { cwd: folder })) {
    const file = join(folder, name);
    writeFileSync(file, rewriteImports(readFileSync(file, 'utf8')));
  }
}
