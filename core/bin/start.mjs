// `npm start`: the whole platform with the standard feature set, unless told of another.
import { join } from 'node:path';
import { findCheckout } from './launcher/checkout.mjs';
import { startCommand } from './launcher/command.mjs';
import { runLauncher } from './launcher/error.mjs';

await runLauncher(() => {
  const root = findCheckout();
  const args = process.argv.slice(2);
  const isConfigured = args.some((argument) => argument === '--config' || argument.startsWith('--config='));
  const config = isConfigured ? [] : ['--config', join(root, 'config', 'standard.yaml')];
  return startCommand(root, ['start', ...config, ...args]);
});
