import { runningPostmaster } from '../src/storage/embedded/postmaster.ts';
import { scratchDirectory } from '../src/storage/embedded/scratch-server.ts';
import { testStorage } from './storage.ts';

/** A test process: opens a database on the shared server, says which process that is, and ends when it is told to, as mocha's workers do. */
const { storage } = await testStorage();
process.on('message', (message) => {
  if (message === 'exit') process.exit(0);
  void storage
    .execute<{ one: number }>({ text: 'select 1 as one', parameters: [] })
    .then(([row]) => process.send?.(row?.one ?? 0));
});
process.send?.((await runningPostmaster(`${scratchDirectory()}/postgres`))?.pid ?? 0);
