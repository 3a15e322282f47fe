import { openStorage } from '../src/storage/storage.ts';
import type { StoragePlugin } from '../src/storage/storage-plugin.ts';
import { silentLog } from './storage.ts';

/** What a parent asks of the process below. */
export type StorageRequest =
  | { readonly do: 'migrate'; readonly plugins: readonly StoragePlugin[] }
  | { readonly do: 'execute'; readonly text: string }
  | { readonly do: 'close' };

/**
 * A process of its own with a storage, for tests of what several processes do to each other. Started by `fork` with the
 * options of openStorage as JSON in its one argument; says `open`, then answers each request.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as {
  url: string;
  migrationUrl?: string;
  dataDirectory: string;
};
const storage = await openStorage({ ...options, log: silentLog });

async function answer(request: StorageRequest): Promise<unknown> {
  switch (request.do) {
    case 'migrate':
      return [...(await storage.migrate(request.plugins))].map(([id, outcome]) => ({
        id,
        status: outcome.status,
        applied: outcome.applied,
      }));
    case 'execute':
      return storage.execute({ text: request.text, parameters: [] });
    case 'close':
      await storage.close();
      process.disconnect();
      return null;
  }
}

process.on('message', (request: StorageRequest) => {
  void answer(request)
    .catch((error: unknown) => ({ error: String(error) }))
    .then((result) => {
      if (process.connected) process.send?.(result);
    });
});
process.send?.('open');
