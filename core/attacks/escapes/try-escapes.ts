import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { guardedTransport } from '../../src/isolation/channel/process-transport.ts';
import { confinedCommand } from '../../src/isolation/walls/commands.ts';
import { findTools, isPrivileged } from '../../src/isolation/walls/host-tools.ts';
import { openWall, type WallRequest } from '../../src/isolation/walls/index.ts';
import { reachOf } from '../../src/isolation/walls/reach.ts';
import type { EscapeAttempt } from './attempt.ts';
import { ATTEMPTS } from './attempts.ts';
import { EscapeHost } from './escape-host.ts';
import { offerMembrane } from './membrane-host.ts';
import type { AttemptReport } from './run-attempts.ts';

/**
 * Behind a wall; behind that of the operating system alone, with Node's permission model taken away as by a fault in Node; or without
 * any, which shows that an attempt is worth the name.
 */
export type EscapeLevel = 'child' | 'confined' | 'namespaces' | 'none';

/** What came of one attempt. */
export interface EscapeResult {
  readonly attempt: EscapeAttempt;
  /** What it got or did; null when nothing. */
  readonly success: string | null;
  readonly refusal: string | null;
}

const ENTRY = join(import.meta.dirname, 'run-attempts.ts');
const MEMORY_MB = 128;
const LONGEST_MS = 30_000;

/** Tries attempts at a level: gentle ones together in one process, each harsh one in its own, or all so. */
export async function tryEscapes(
  level: EscapeLevel,
  attempts: readonly EscapeAttempt[],
  { isEachAlone = false } = {},
): Promise<readonly EscapeResult[]> {
  const host = await EscapeHost.start(level);
  try {
    const gentle = attempts.filter(({ isHarsh }) => isHarsh !== true);
    const results: EscapeResult[] = [];
    for (const group of isEachAlone ? [] : [gentle]) results.push(...(await tryTogether(level, host, group)));
    for (const one of isEachAlone ? attempts : attempts.filter(({ isHarsh }) => isHarsh))
      results.push(...(await tryTogether(level, host, [one])));
    return results;
  } finally {
    await host.stop();
  }
}

async function tryTogether(
  level: EscapeLevel,
  host: EscapeHost,
  group: readonly EscapeAttempt[],
): Promise<readonly EscapeResult[]> {
  const before = host.damaged();
  const child = start(level, host, [JSON.stringify(host.target), ...group.map(({ name }) => name)]);
  const reports = new Map<string, AttemptReport>();
  let violation = '';
  const violated = Promise.withResolvers<void>();
  let isReady = false;
  const onViolation = (reason: string): void => {
    violation = reason;
    violated.resolve();
    child.kill('SIGKILL');
  };
  const transport =
    level === 'none' ? null : guardedTransport(child, { messageBytes: 4 * 2 ** 20, onViolation });
  if (transport !== null) offerMembrane(transport, host.target.canary, onViolation);
  const take = (message: unknown): void => {
    if (typeof message !== 'object' || message === null) return;
    if ('ready' in message) {
      isReady = true;
      child.send('go');
    }
    if (!('report' in message)) return;
    const report = message.report as AttemptReport;
    reports.set(report.name, report);
  };
  if (transport === null) child.on('message', take);
  else transport.onBatch(take);
  child.stdout?.resume();
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  // All that it sent has been read then; of a channel that was given up, no more is.
  await Promise.race([once(child, 'close'), Promise.all([once(child, 'exit'), violated.promise])]);
  const { exitCode: code, signalCode: signal } = child;
  clearTimeout(timer);
  const damage = host.damaged().filter((name) => !before.includes(name));
  if (!isReady) throw new Error(`"${group[0]?.name}" was not begun (${code ?? signal}): ${said}`);
  // Whatever ended the process was the first without a report; those after it are still to be tried.
  const ended = group.findIndex(({ name }) => !reports.has(name));
  const tried = ended < 0 ? group : group.slice(0, ended + 1);
  const rest = ended < 0 ? [] : group.slice(ended + 1);
  const results = tried.map((attempt): EscapeResult => {
    const report = reports.get(attempt.name);
    const damaged = damage.find(
      (name) => name === attempt.name || (group.length === 1 && name.includes('was')),
    );
    return {
      attempt,
      success: report?.loot ?? damaged ?? null,
      refusal:
        report?.refusal ?? (violation || (report === undefined ? `it ended by ${code ?? signal}` : null)),
    };
  });
  return rest.length === 0 ? results : [...results, ...(await tryTogether(level, host, rest))];
}

function start(level: EscapeLevel, host: EscapeHost, args: readonly string[]): ChildProcess {
  const { dataDirectory, directory, key, canary } = host.target;
  const request: WallRequest = {
    plugin: 'escaping',
    directory,
    dataDirectory,
    readable: [],
    memoryMb: MEMORY_MB,
    needs: { network: ['*:443'], files: [host.target.outside] },
    env: {},
  };
  if (level === 'namespaces') return startUnpermitted(request, args);
  if (level !== 'none') return openWall(level, request).spawn(ENTRY, args);
  const descriptor = fs.openSync(key, 'r');
  try {
    return spawn(process.execPath, [ENTRY, ...args], {
      cwd: directory,
      env: { ...process.env, TMPDIR: dataDirectory, NODE_OPTIONS: '--no-deprecation', DATABASE_URL: canary },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', descriptor],
      serialization: 'advanced',
    });
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Confined as by the wall itself, but for Node's permission model. */
function startUnpermitted(request: WallRequest, args: readonly string[]): ChildProcess {
  const { shell, setpriv, prlimit, unshare, umount } = findTools() ?? {};
  if (!(shell && setpriv && prlimit && unshare && umount)) throw new Error('the tools of walls are missing');
  const { command, env, cwd } = confinedCommand(
    {
      request,
      reach: reachOf(request),
      scratch: fs.mkdtempSync(join(dirname(request.dataDirectory), 'root-')),
      program: [ENTRY, ...args],
    },
    { shell, setpriv, prlimit, unshare, umount },
    isPrivileged(),
  );
  const [file = '', ...rest] = command.filter(
    (one) => !/^--(permission|allow-|no-addons|no-experimental-sqlite)/.test(one),
  );
  const child = spawn(file, rest, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    detached: true,
  });
  child.removeAllListeners('internalMessage');
  return child;
}

/** Those that can be tried without a wall, to see that they are real. */
export const withControl = (isRoot: boolean): readonly EscapeAttempt[] =>
  ATTEMPTS.filter(({ control }) => control === 'always' || (control === 'root' && isRoot));

/** Whether an attempt must come to nothing at a level. */
export function mustFail({ holdsFrom, isNodes = false }: EscapeAttempt, level: EscapeLevel): boolean {
  if (holdsFrom === null || level === 'none') return false;
  if (level === 'namespaces') return !isNodes;
  return level === 'confined' || holdsFrom === 'child';
}
