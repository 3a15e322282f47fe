// Runs one of the repository's own scripts: `node core/bin/run.mjs SCRIPT [ARGUMENT...]`, from any Node 20 or newer.
import { join } from 'node:path';
import { findCheckout } from './launcher/checkout.mjs';
import { continueWith } from './launcher/continue.mjs';
import { runLauncher } from './launcher/error.mjs';
import { installDependencies } from './launcher/install.mjs';

await runLauncher(async () => {
  const root = findCheckout();
  const [script, ...args] = process.argv.slice(2);
  await installDependencies(root);
  await continueWith(root, join(root, script), args);
});
