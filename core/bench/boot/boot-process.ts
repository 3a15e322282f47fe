import { loadConfig } from '../../src/config/load-config.ts';
import { createKernel } from '../../src/kernel.ts';

/** Boots the configuration that it is given, and says how many plugins run and where the time went. */
const [file = ''] = process.argv.slice(2);
const config = await loadConfig(file, { env: {} });
const kernel = await createKernel({ config, http: 'never' });
await kernel.start();
const active = kernel.plugins().filter(({ state }) => state === 'active').length;
process.stdout.write(
  JSON.stringify({ active, sinceProcessStartMs: performance.now(), timing: kernel.timing() }),
);
await kernel.stop();
