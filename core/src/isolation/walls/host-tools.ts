import { execFileSync } from 'node:child_process';
import { accessSync, constants, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Programs of util-linux and the shell that build a wall, by absolute path. */
export interface HostTools {
  readonly shell: string;
  readonly setpriv: string | null;
  readonly prlimit: string | null;
  readonly unshare: string | null;
  readonly umount: string | null;
}

/** Tools with which a process is confined. */
export type ConfiningTools = { readonly [Tool in keyof HostTools]: string };

/** Folders that hold system programs; the environment's own are not believed. */
const SYSTEM_FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/** PATH with which the scripts of walls run. */
export const SYSTEM_PATH = SYSTEM_FOLDERS.join(delimiter);

const findProgram = (name: string): string | null =>
  SYSTEM_FOLDERS.map((folder) => join(folder, name)).find(isExecutable) ?? null;

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Null where there is no Linux, or no shell. bash before sh, because dash cannot close descriptors above 9. */
export function findTools(): HostTools | null {
  if (process.platform !== 'linux') return null;
  const shell = findProgram('bash') ?? findProgram('sh');
  if (shell === null) return null;
  const [setpriv, prlimit, unshare, umount] = ['setpriv', 'prlimit', 'unshare', 'umount'].map(findProgram);
  return {
    shell,
    setpriv: setpriv ?? null,
    prlimit: prlimit ?? null,
    unshare: unshare ?? null,
    umount: umount ?? null,
  };
}

/** By program; it does not change while the platform runs, and asking takes 10 ms. */
const LIBRARIES = new Map<string, readonly string[]>();

/** Shared libraries and the loader that programs start with, by the paths by which they are looked for. */
export const librariesOf = (programs: readonly string[]): readonly string[] => [
  ...new Set(programs.flatMap(librariesOfOne)),
];

function librariesOfOne(program: string): readonly string[] {
  const known = LIBRARIES.get(program);
  if (known !== undefined) return known;
  // A static program has none: ldd says so by its exit code.
  const found = [...ldd(program).matchAll(/\/\S+/g)]
    .map(([path]) => path)
    .filter((path) => !path.endsWith(':'));
  LIBRARIES.set(program, found);
  return found;
}

function ldd(program: string): string {
  try {
    return execFileSync('ldd', [program], {
      encoding: 'utf8',
      env: { PATH: SYSTEM_PATH },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}

/** Folders of libraries as they are called once the former root hangs below `/.old`. */
export const oldLibraryPath = (program: string): string =>
  [...new Set(librariesOf([program]).map((path) => `/.old${dirname(path)}`))].join(':');

/** Node's own program. */
export const nodeProgram = (): string => realpathSync(process.execPath);

const CAP_SETGID = 6n;
const CAP_SETUID = 7n;
const CAP_SYS_ADMIN = 21n;

/** Whether this process may make namespaces and become another user without a namespace of users. */
export function isPrivileged(): boolean {
  const line = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  const held = line === undefined ? 0n : BigInt(`0x${line}`);
  return [CAP_SETGID, CAP_SETUID, CAP_SYS_ADMIN].every((bit) => ((held >> bit) & 1n) === 1n);
}
