import { relative } from 'node:path';
import type { CreatedPlugin } from './create-plugin.ts';

/** What stands on the screen once a plugin was created: where it is and how to go on. @public */
export function afterwards({ directory, packageName, files }: CreatedPlugin, cwd: string): string {
  const path = relative(cwd, directory);
  const shown = path === '' ? '.' : path.startsWith('..') ? directory : path;
  const enter =
    shown === '.'
      ? []
      : [`  cd ${/^[\w./@-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`}`];
  return [
    `${packageName} is in ${shown}: ${files.length} files.`,
    '',
    'Go on with',
    ...enter,
    '  npm install --ignore-scripts',
    '  npm test',
    '  npm run dev',
    '',
    'README.md says the rest.',
    '',
  ].join('\n');
}
