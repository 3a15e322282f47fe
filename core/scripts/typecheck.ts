import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './repository.ts';
import { runTool } from './run-tool.ts';

/** What runs under Node, and what runs in a browser, with its other global names. */
const PROJECTS = ['tsconfig.json', 'shell-ui/tsconfig.json'] as const;

/** Checks the types of all packages. */
export async function checkTypes(): Promise<boolean> {
  let isSound = true;
  for (const project of PROJECTS) {
    if (!existsSync(join(root, project))) continue;
    const code = await runTool('typescript', ['-p', project, '--noEmit', '--pretty'], 'tsc');
    isSound &&= code === 0;
  }
  return isSound;
}

if (import.meta.filename === process.argv[1]) process.exitCode = (await checkTypes()) ? 0 : 1;
