import { createVault } from '../src/security/vault.ts';
import { openStorage } from '../src/storage/storage.ts';
import { silentLog } from './storage.ts';

/**
 * A process of its own that rotates the vault's key, for tests and benchmarks that kill it. Started by `fork` with its options as JSON in
 * its one argument; says how far it is after each step, and stands still after as many as it was told.
 */
const { stopAfter, keyFile, ...options } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly url: string;
  readonly migrationUrl?: string;
  readonly dataDirectory: string;
  readonly keyFile: string;
  readonly stopAfter?: number;
};
const storage = await openStorage({ ...options, log: silentLog });
const vault = await createVault({ storage, keyFile, log: silentLog, env: {} });
let steps = 0;
const count = await vault.rotate({
  onProgress: async (progress) => {
    process.send?.(progress);
    steps += 1;
    if (steps === stopAfter) await new Promise(() => setInterval(() => undefined, 60_000));
  },
});
process.send?.({ count });
await storage.close();
process.disconnect();
