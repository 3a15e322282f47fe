import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataWaveError } from '@datawave/plugin-sdk';
import { openWall } from './open-wall.ts';
import { ISOLATION_LEVELS, type IsolationLevel } from './wall.ts';

/** Whether this host can build a wall, and if not, why. */
export interface WallProbe {
  readonly available: boolean;
  readonly reason: string | null;
}

/** By level. */
export type WallProbes = Readonly<Record<IsolationLevel, WallProbe>>;

const PROBE_MS = 20_000;

let probed: Promise<WallProbes> | undefined;

/** What this host allows, found out by doing it; tried once in the life of a process. */
export const probeWalls = (): Promise<WallProbes> => {
  probed ??= tryWalls();
  return probed;
};

/** The same, anew. */
export async function tryWalls(): Promise<WallProbes> {
  const [inProcess, child, confined] = await Promise.all(ISOLATION_LEVELS.map(tryWall));
  const untried: WallProbe = { available: false, reason: 'it was not tried' };
  return { 'in-process': inProcess ?? untried, child: child ?? untried, confined: confined ?? untried };
}

async function tryWall(level: IsolationLevel): Promise<WallProbe> {
  if (level === 'in-process') return { available: true, reason: null };
  const folder = mkdtempSync(join(tmpdir(), 'datawave-probe-'));
  try {
    const reason = await holdsBack(level, folder);
    return { available: reason === null, reason };
  } catch (error) {
    return { available: false, reason: error instanceof Error ? reasonOf(error) : String(error) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const reasonOf = (error: Error): string =>
  DataWaveError.is(error) ? (/: (.+)\.$/.exec(error.message)?.[1] ?? error.message) : error.message;

/** What a process behind the wall says of it; see `inspect-wall.ts`. */
interface Inspection {
  readonly user: number | null;
  readonly interfaces: readonly string[];
  readonly canRead: boolean;
  readonly processes: readonly string[] | null;
  readonly hasPermissions: boolean;
  readonly memory: string | null;
}

/** Null when it does. */
async function holdsBack(level: 'child' | 'confined', folder: string): Promise<string | null> {
  const outside = join(folder, 'outside');
  writeFileSync(outside, 'a file that no wall shows', { mode: 0o644 });
  const wall = openWall(level, {
    plugin: 'probe',
    directory: import.meta.dirname,
    dataDirectory: join(folder, 'data'),
    readable: [],
    memoryMb: 64,
    needs: {},
    env: {},
  });
  const child = wall.spawn(join(import.meta.dirname, `inspect-wall${EXTENSION}`), [outside]);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  child.stdout?.resume();
  let seen: Inspection | undefined;
  child.on('message', (message) => {
    seen = message as unknown as Inspection;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), PROBE_MS);
  try {
    const [code, signal] = await once(child, 'close');
    if (seen === undefined)
      return failureOf(said, signal === null ? `it ended with ${code}` : `it was ended by ${signal}`);
    return faultOf(level, seen);
  } finally {
    clearTimeout(timer);
  }
}

/** Source or built. */
const EXTENSION = import.meta.filename.endsWith('.ts') ? '.ts' : '.js';

/** The first line that a program wrote to say why it ended. */
const failureOf = (said: string, otherwise: string): string =>
  said
    .split('\n')
    .map((line) => line.trim())
    .find((line) =>
      /^(unshare|setpriv|prlimit|mount|wall|hostname|pivot_root|umount|.*bash|.*sh):/.test(line),
    ) ??
  said.split('\n').find((line) => /Error/.test(line)) ??
  otherwise;

function faultOf(level: 'child' | 'confined', seen: Inspection): string | null {
  if (seen.canRead) return 'a file outside could be read';
  if (!seen.hasPermissions) return 'Node’s permission model did not hold';
  if (level === 'child') return null;
  if (seen.interfaces.length > 0) return `it has the network interfaces ${seen.interfaces.join(', ')}`;
  if (seen.memory !== null) return `it has no view of its own process: ${seen.memory}`;
  return null;
}
