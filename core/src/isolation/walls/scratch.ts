import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = /^datawave-wall-(\d+)-/;

/** Another container on the same folder has processes that are not seen here; its short-lived ones have ended by then. */
const LEFT_MS = 24 * 3600 * 1000;

/** A folder for one start behind a wall. What platforms left behind that were killed is cleared away. */
export function makeScratch(now: number = Date.now()): string {
  const folder = realpathSync(tmpdir());
  for (const name of readdirSync(folder)) {
    const pid = NAME.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)) && isLeft(join(folder, name), now))
      clearScratch(join(folder, name));
  }
  return mkdtempSync(join(folder, `datawave-wall-${process.pid}-`));
}

export const clearScratch = (folder: string): void => rmSync(folder, { recursive: true, force: true });

function isLeft(path: string, now: number): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && stats.uid === process.getuid?.() && now - stats.mtimeMs > LEFT_MS;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
