import { type ChildProcess, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { DataWaveError } from '@datawave/plugin-sdk';
import { childCommand, confinedCommand, type StartedAs } from './commands.ts';
import { type ConfiningTools, findTools, type HostTools, isPrivileged } from './host-tools.ts';
import { promisesOf, type WallHost } from './promises.ts';
import { reachOf } from './reach.ts';
import { clearScratch, makeScratch } from './scratch.ts';
import type { IsolationLevel, Wall, WallRequest } from './wall.ts';

/**
 * Prepares a wall; nothing is started before `spawn`. Whether this host can build it: {@link probeWalls}.
 * @throws DataWaveError DW_ISOLATION_UNAVAILABLE where the host has not even the programs for it, DW_ISOLATION_ENVIRONMENT
 */
export function openWall(level: IsolationLevel, request: WallRequest): Wall {
  const host = wallHost();
  const { tools } = host;
  const promises = promisesOf(level, host, request.needs);
  if (level === 'in-process') return { level, ...promises, spawn: () => refuseInProcess(request) };
  checkEnvironment(request);
  if (level === 'confined') requireTools(tools, request.plugin);
  return { level, ...promises, spawn: (entry, args) => start(level, request, host, entry, args) };
}

/** What this host has to build walls of. */
export function wallHost(): WallHost {
  const tools = findTools();
  return { tools, isPrivileged: tools !== null && isPrivileged() };
}

function start(
  level: 'child' | 'confined',
  request: WallRequest,
  host: WallHost,
  entry: string,
  args: readonly string[],
): ChildProcess {
  const reach = reachOf(request);
  const scratch = makeScratch();
  const clear = (): void => clearScratch(scratch);
  try {
    const run = { request, reach, scratch, program: [realpathSync(entry), ...args] };
    const child = startCommand(
      request,
      level === 'child'
        ? childCommand(run, host.tools)
        : confinedCommand(run, requireTools(host.tools, request.plugin), host.isPrivileged),
    );
    child.once('exit', clear);
    child.once('error', clear);
    return child;
  } catch (error) {
    clear();
    throw error;
  }
}

function startCommand(request: WallRequest, { command, env, cwd }: StartedAs): ChildProcess {
  const [file = '', ...rest] = command;
  const child = spawn(file, rest, {
    cwd,
    // A session of its own: what is typed at the platform's terminal does not end plugins before it.
    detached: true,
    env: { ...request.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  // Node obeys messages of its own kind on a channel, and one that it did not expect takes this process down. Sockets never cross.
  child.removeAllListeners('internalMessage');
  return child;
}

/** Names by which an environment changes what a program is. */
const TELLING = /^(NODE_|LD_|DYLD_|BASH_|OPENSSL_|ENV$|IFS$|PS4$|SHELLOPTS$|DATABASE_URL$|DATAWAVE_)/;

function checkEnvironment({ env, plugin }: WallRequest): void {
  const bad = Object.keys(env).filter((name) => TELLING.test(name) || !/^[A-Za-z_]\w*$/.test(name));
  if (bad.length === 0) return;
  throw new DataWaveError({
    code: 'DW_ISOLATION_ENVIRONMENT',
    message: `The isolated plugin "${plugin}" was to get the environment variable ${bad.join(', ')}.`,
    hint: 'Hand settings over the channel; variables that programs or the platform itself obey never cross a wall.',
  });
}

/** @throws DataWaveError DW_ISOLATION_UNAVAILABLE */
function requireTools(tools: HostTools | null, plugin: string): ConfiningTools {
  const { shell, setpriv, prlimit, unshare, umount } = tools ?? {};
  if (shell && setpriv && prlimit && unshare && umount) return { shell, setpriv, prlimit, unshare, umount };
  throw unavailable(
    plugin,
    'confined',
    tools === null ? 'only Linux has what it needs' : 'unshare, setpriv, prlimit or umount is not installed',
  );
}

/** @throws DataWaveError DW_ISOLATION_IN_PROCESS */
function refuseInProcess({ plugin }: WallRequest): never {
  throw new DataWaveError({
    code: 'DW_ISOLATION_IN_PROCESS',
    message: `The plugin "${plugin}" runs in process: there is no other to start.`,
    hint: 'Import it, or choose "child" or "confined" for it under "isolation" in the configuration.',
  });
}

/** What is said where a host cannot build a wall. */
export const unavailable = (plugin: string, level: IsolationLevel, reason: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_UNAVAILABLE',
    message: `The plugin "${plugin}" is to run ${level}, which this host does not allow: ${reason}.`,
    hint: `Mend that ("datawave doctor" tries it anew), or accept a weaker wall: isolation.whenUnavailable: child for all, or { level: child, accepted: true } as the plugin's own "isolation".`,
  });
