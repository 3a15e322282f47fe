import { readdirSync, readFileSync } from 'node:fs';

/** Microseconds of processor time that this process and the servers that it has started have taken by now; null where the system does not say. */
export function processorMicroseconds(): number | null {
  const { user, system } = process.cpuUsage();
  try {
    const parents = new Map<number, number>();
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const parent = parentOf(Number(name));
      if (parent !== null) parents.set(Number(name), parent);
    }
    let below = 0;
    for (const pid of parents.keys()) if (isBelow(pid, parents)) below += nanosecondsOf(pid);
    return user + system + below / 1_000;
  } catch {
    return null;
  }
}

function isBelow(pid: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at = parents.get(pid); at !== undefined && at > 1; at = parents.get(at))
    if (at === process.pid) return true;
  return false;
}

/** Null for a process that has ended meanwhile. */
function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

function nanosecondsOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    return 0;
  }
}
