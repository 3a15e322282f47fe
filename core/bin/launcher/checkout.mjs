// Plain JavaScript for Node 20 without dependencies: it runs before anything is installed.
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds this package: `core/` in a checkout, the package's own folder once published. */
export const packageFolder = dirname(dirname(dirname(realpathSync(fileURLToPath(import.meta.url)))));

/**
 * The root of the checkout that this launcher belongs to, or undefined when it runs from a published package,
 * whose dependencies npm has installed beside it.
 */
export function findCheckout() {
  const root = dirname(packageFolder);
  return ['lerna.json', 'package-lock.json'].every((name) => existsSync(join(root, name))) ? root : undefined;
}
