import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLike } from './continue.mjs';

/** A platform that ends with it wants to be started again: other plugins are installed by now. See RESTART_CODE. */
const RESTART_CODE = 75;
/** So many starts anew within this time, and no more: something is wrong that a start does not mend. */
const MOST_RESTARTS = 20;
const WITHIN_MS = 600_000;

/**
 * Runs the platform, and again when it asks for that, or when it came to a bad end while plugins were watched that had just been
 * installed: the next start brings the former ones back.
 * @param run - starts it with the given environment and answers how it ended
 */
export async function keepRunning(run, now = () => performance.now()) {
  const folder = mkdtempSync(join(tmpdir(), 'datawave-launcher-'));
  const note = join(folder, 'watching');
  const starts = [];
  try {
    for (;;) {
      const end = await run({ DATAWAVE_WATCH_NOTE: note });
      const hasFailed = end.signal !== null || end.code !== 0;
      const isWanted = end.code === RESTART_CODE || (hasFailed && existsSync(note));
      if (!isWanted || end.wasAsked) {
        rmSync(folder, { recursive: true, force: true });
        endLike(end);
        return;
      }
      rmSync(note, { force: true });
      starts.push(now());
      if (starts.filter((at) => now() - at < WITHIN_MS).length > MOST_RESTARTS) {
        process.stderr.write(
          `datawave: started anew ${MOST_RESTARTS} times within ${WITHIN_MS / 60_000} minutes, and no more.\nLook at the log for why, or start with --safe-mode.\n`,
        );
        process.exitCode = 1;
        return;
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
