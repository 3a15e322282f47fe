import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataWaveError } from '@datawave/plugin-sdk';
import { tellWhenSlow } from '../tell-when-slow.ts';
import { isCode } from './binaries.ts';

/** Longest that one process holds the lock in good health: a first start on a slow disk. */
const PATIENCE_MS = 60_000;

/**
 * Runs work while no other process that uses the same lock file does.
 * A lock whose holder has died is taken over; process ids are told apart by their start time where the system shows it.
 *
 * @param onSlow is told once who holds it, when that takes longer than a few seconds
 * @throws DataWaveError DW_STORAGE_EMBEDDED_LOCKED when a living process keeps it for longer than a minute
 */
export async function withProcessLock<T>(
  file: string,
  work: () => Promise<T>,
  onSlow: (holder: string) => void = () => undefined,
  slowAfterMs?: number,
): Promise<T> {
  const mine = `${process.pid} ${await startTime(process.pid)} ${randomUUID()}`;
  let holder = '';
  await tellWhenSlow(
    () =>
      acquire(file, mine, (pid) => {
        holder = pid;
      }),
    () => onSlow(holder),
    slowAfterMs,
  );
  try {
    return await work();
  } finally {
    if ((await read(file)) === mine) await rm(file, { force: true });
  }
}

async function acquire(file: string, mine: string, onHeld: (pid: string) => void): Promise<void> {
  // Linking a finished file is the one way to create a lock that is never seen empty.
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, mine, { mode: 0o600 });
  const deadline = Date.now() + PATIENCE_MS;
  try {
    for (;;) {
      try {
        await link(draft, file);
        return;
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error;
      }
      const holder = await read(file);
      if (holder !== null && !(await isHeld(holder))) {
        await takeAway(file, holder);
        continue;
      }
      onHeld(holder?.split(' ')[0] ?? 'unknown');
      if (Date.now() > deadline) {
        throw new DataWaveError({
          code: 'DW_STORAGE_EMBEDDED_LOCKED',
          message: `Process ${holder?.split(' ')[0] ?? 'unknown'} has been starting or stopping the embedded database for more than a minute.`,
          where: file,
          hint: 'Wait for it or end it, then start again.',
        });
      }
      await sleep(10 + Math.random() * 20);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Two processes may find the same stale lock: only the one that moves it away may remove it. */
async function takeAway(file: string, stale: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if ((await read(aside)) !== stale) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

const read = async (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null);

async function isHeld(holder: string): Promise<boolean> {
  const [pid, started] = holder.split(' ');
  const id = Number(pid);
  return Number.isInteger(id) && id > 0 && (await isAlive(id)) && (await startTime(id)) === started;
}

/** Whether a process exists and is not merely waiting to be reaped. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return isCode(error, 'EPERM');
  }
  const state = await statFields(pid);
  return state === null || state[0] !== 'Z';
}

/** Clock ticks since boot at which the process started, or `-` where the system does not show it. */
async function startTime(pid: number): Promise<string> {
  return (await statFields(pid))?.[19] ?? '-';
}

/** Fields of /proc/PID/stat after the name, which may itself hold blanks and brackets. */
async function statFields(pid: number): Promise<readonly string[] | null> {
  const stat = await read(`/proc/${pid}/stat`);
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
