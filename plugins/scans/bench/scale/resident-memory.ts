import { readdirSync, readFileSync } from 'node:fs';

const read = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process has ended in between.
    return null;
  }
};

/** A process and all that it has started. */
export function processTree(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = Number(
      read(`/proc/${entry}/stat`)
        ?.replace(/^.*\) /s, '')
        .split(' ')[1] ?? 0,
    );
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

const kilobytes = (text: string | null, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text ?? '')?.[1] ?? 0);

/** Resident megabytes of one process. */
export const residentMb = (pid: number): number => kilobytes(read(`/proc/${pid}/status`), 'VmRSS') / 1024;

/** The most megabytes that a process ever had resident. */
export const peakMb = (pid: number): number => kilobytes(read(`/proc/${pid}/status`), 'VmHWM') / 1024;

/** Megabytes of a whole tree: pages that processes share are counted once, spread over those that share them. */
export const treeMb = (root: number): number =>
  processTree(root).reduce(
    (sum, pid) =>
      sum + (kilobytes(read(`/proc/${pid}/smaps_rollup`), 'Pss') || residentMb(pid) * 1024) / 1024,
    0,
  );

/** Seconds of processor time that a tree has used so far. */
export const processorSeconds = (root: number): number =>
  processTree(root).reduce((sum, pid) => {
    const fields =
      read(`/proc/${pid}/stat`)
        ?.replace(/^.*\) /s, '')
        .split(' ') ?? [];
    return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
  }, 0);
