import { relative } from 'node:path';
import type { CreatedPlugin } from './create-plugin.ts';
import { NODE_NEEDED, NODE_PACKAGES } from './node-packages.ts';

/**
 * What stands on the screen once a plugin was created: where it is and how to go on.
 * @param env - in which npm says under which Node it runs: one that is too old is helped
 * @public
 */
export function afterwards(
  { directory, packageName, files }: CreatedPlugin,
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = {},
): string {
  const path = relative(cwd, directory);
  const shown = path === '' ? '.' : path.startsWith('..') ? directory : path;
  const enter =
    shown === '.'
      ? []
      : [`  cd ${/^[\w./@-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`}`];
  const node = nodeToBring(env);
  return [
    `${packageName} is in ${shown}: ${files.length} files.`,
    '',
    'Go on with',
    ...enter,
    ...(node === null
      ? ['  npm install --ignore-scripts']
      : [`  npm install --ignore-scripts --save-dev ${node.package}@${NODE_NEEDED}`]),
    '  npm test',
    '  npm run dev',
    '',
    ...(node === null
      ? []
      : [
          `The first brings Node ${NODE_NEEDED} to this folder, too: that of your npm is ${node.version}. That npm warns of it (EBADENGINE) is no failure.`,
          '',
        ]),
    'README.md says the rest.',
    '',
  ].join('\n');
}

/** The package that brings Node, where npm runs under one that is too old; null where it does not, or nobody knows. */
function nodeToBring(
  env: Readonly<Record<string, string | undefined>>,
): { readonly package: string; readonly version: string } | null {
  const [, version, major, platform, arch] =
    /\bnode\/v((\d+)[\d.]*)\S* (\w+) (\w+)/.exec(env['npm_config_user_agent'] ?? '') ?? [];
  const brings = NODE_PACKAGES[`${platform}-${arch}`];
  if (version === undefined || brings === undefined || Number(major) >= NODE_NEEDED) return null;
  return { package: brings, version };
}
