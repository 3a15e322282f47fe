import {
  type ConfiningTools,
  type HostTools,
  librariesOf,
  nodeProgram,
  oldLibraryPath,
  SYSTEM_PATH,
} from './host-tools.ts';
import { mountTable, type Seen } from './mount-table.ts';
import { nodeArguments } from './node-arguments.ts';
import { userOf } from './plugin-user.ts';
import { checkReadableByOthers, giveTo, type Reach } from './reach.ts';
import { CHILD_SCRIPT, CONFINE_SCRIPT } from './scripts.ts';
import type { WallRequest } from './wall.ts';

/** One start behind a wall. */
export interface WallRun {
  readonly request: WallRequest;
  readonly reach: Reach;
  /** A folder of its own that goes when the process does: for temporary files, or to hang the new root on. */
  readonly scratch: string;
  /** The file that Node runs, and its arguments. */
  readonly program: readonly string[];
}

/** How a process is started. */
export interface StartedAs {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

const MEBIBYTE = 2 ** 20;

/** What Node reserves without using it, measured on x64: 560 MiB. */
const RESERVED_MB = 768;

/** A file may grow so large, in bytes. */
const LARGEST_FILE = 256 * MEBIBYTE;

/** Node opens some 25 files by itself. */
const OPEN_FILES = 512;

/** Threads and processes of the plugin's user; Node has eleven. */
const TASKS = 128;

const limits = ({ memoryMb }: WallRequest): readonly string[] => [
  // Heap, as much again outside of it, and what is only reserved.
  `--data=${(2 * memoryMb + RESERVED_MB) * MEBIBYTE}`,
  `--fsize=${LARGEST_FILE}`,
  `--nofile=${OPEN_FILES}`,
  '--core=0',
  '--memlock=65536',
];

const environment = (home: string, temporary: string): Readonly<Record<string, string>> => ({
  PATH: SYSTEM_PATH,
  HOME: home,
  TMPDIR: temporary,
  LANG: 'C.UTF-8',
});

/** Node under its permission model; on Linux with limits, without new privileges, and ended when the platform is. */
export function childCommand(run: WallRun, tools: HostTools | null): StartedAs {
  const { request, reach, scratch, program } = run;
  const node = [
    nodeProgram(),
    ...nodeArguments({
      readable: reach.readable,
      writable: [reach.dataDirectory, scratch],
      memoryMb: request.memoryMb,
    }),
    ...program,
  ];
  const wrapped =
    tools?.setpriv && tools.prlimit
      ? [
          ...[tools.shell, '-c', CHILD_SCRIPT, 'wall'],
          ...[tools.setpriv, '--no-new-privs', '--pdeathsig', 'KILL', '--'],
          ...[tools.prlimit, ...limits(request), '--'],
          ...node,
        ]
      : node;
  return { command: wrapped, env: environment(reach.dataDirectory, scratch), cwd: reach.directory };
}

/** The same in namespaces of its own: no network, no other process, no file but its own; as another user where the platform is root. */
export function confinedCommand(run: WallRun, tools: ConfiningTools, isPrivileged: boolean): StartedAs {
  const { request, reach, scratch, program } = run;
  const user = userOf(request.plugin);
  if (isPrivileged) {
    checkReadableByOthers(reach, request.plugin);
    giveTo(user, reach.dataDirectory);
  }
  const node = nodeProgram();
  const executable = [...librariesOf([node, tools.setpriv]), node, tools.setpriv];
  const { table, folders, files } = mountTable(scratch, [
    ...executable.map((path): Seen => ['execute', path]),
    ...reach.readable.map((path): Seen => ['read', path]),
    ...['/dev/null', '/dev/urandom'].map((path): Seen => ['device', path]),
    ['write', reach.dataDirectory],
  ]);
  const command = [
    ...[
      tools.setpriv,
      '--pdeathsig',
      'KILL',
      '--',
      tools.unshare,
      ...(isPrivileged ? [] : ['--user', '--map-root-user']),
    ],
    ...['--net', '--pid', '--mount', '--ipc', '--uts', '--cgroup', '--fork', '--kill-child', '--'],
    ...[tools.prlimit, ...limits(request), `--nproc=${TASKS}`, '--'],
    ...[tools.shell, '-c', CONFINE_SCRIPT, 'wall', scratch, isPrivileged ? 'own' : 'user'],
    ...[tools.umount, oldLibraryPath(tools.umount), reach.directory, table, folders, files],
    ...[tools.setpriv, '--no-new-privs', '--pdeathsig', 'KILL'],
    ...['--inh-caps=-all', '--ambient-caps=-all', '--bounding-set=-all'],
    ...(isPrivileged ? ['--reuid', String(user), '--regid', String(user), '--clear-groups'] : []),
    ...['--', node],
    ...nodeArguments({
      readable: reach.readable,
      writable: [reach.dataDirectory, '/tmp'],
      memoryMb: request.memoryMb,
    }),
    ...program,
  ];
  return { command, env: environment(reach.dataDirectory, '/tmp'), cwd: '/' };
}
