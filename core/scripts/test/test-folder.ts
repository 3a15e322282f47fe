import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux keeps this folder in memory. */
const IN_MEMORY = '/dev/shm';
/** What statfs calls such a file system. */
const TMPFS = 0x01021994;
/** Files of the tests take 1.5 GB at most; a machine with less to spare than this, in bytes, keeps them on its disk. */
const ROOM = 6 * 1024 ** 3;

/**
 * Makes the folder in which one run keeps its files: in memory where there is room, because making and deleting the thousands of
 * files of the tests' databases otherwise takes an eighth of all the time.
 */
export function makeTestFolder(): string {
  const parent = hasRoom() ? IN_MEMORY : tmpdir();
  for (const name of readdirSync(parent)) {
    const owner = /^datawave-test-(\d+)-/.exec(name)?.[1];
    // What a killed run has left behind.
    if (owner !== undefined && !isRunning(Number(owner)))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(parent, `datawave-test-${process.pid}-`));
  // The server of databases does not run as root, and must find its files in here.
  chmodSync(folder, 0o711);
  return folder;
}

function hasRoom(): boolean {
  if (!existsSync(IN_MEMORY)) return false;
  const { type, bavail, bsize } = statfsSync(IN_MEMORY);
  return type === TMPFS && Math.min(bavail * bsize, freemem()) > ROOM;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be asked, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
