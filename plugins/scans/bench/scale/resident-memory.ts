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

/** Resident megabytes of one process by what they are for. */
export interface ResidentParts {
  /** Where V8 puts the machine code that it makes of what runs often. */
  readonly machineCode: number;
  /** What the C library has from the kernel and gives out in small pieces, in use or not. */
  readonly cLibrary: number;
  /** The heaps of V8, with what they have free, large buffers, stacks of threads. */
  readonly heaps: number;
  /** The program and its libraries. */
  readonly files: number;
}

const MAPPING = /^[0-9a-f]+-[0-9a-f]+ (\S{4}) \S+ \S+ \S+[ \t]*(.*)$((?:\n(?![0-9a-f]+-).*)*)/gm;

export function residentParts(pid: number): ResidentParts {
  const parts = { machineCode: 0, cLibrary: 0, heaps: 0, files: 0 };
  for (const [, rights, name = '', sizes] of (read(`/proc/${pid}/smaps`) ?? '').matchAll(MAPPING)) {
    const mb = kilobytes(sizes ?? null, 'Rss') / 1024;
    if (name === '[heap]') parts.cLibrary += mb;
    else if (name !== '' && !name.startsWith('[')) parts.files += mb;
    else if (rights?.includes('x')) parts.machineCode += mb;
    else parts.heaps += mb;
  }
  return parts;
}

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
