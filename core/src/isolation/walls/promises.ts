import type { PluginNeeds } from '@datawave/plugin-sdk';
import type { HostTools } from './host-tools.ts';
import type { IsolationLevel } from './wall.ts';

/** What a wall promises to an operator, and what it does not. Each is a sentence, and a key of the shell's translations. */
export interface Promises {
  readonly enforced: readonly string[];
  readonly notEnforced: readonly string[];
}

/** What the host has to build walls of. */
export interface WallHost {
  readonly tools: HostTools | null;
  /** Whether confined plugins get a user of their own. */
  readonly isPrivileged: boolean;
}

const CRASH = 'When it crashes or hangs, the platform goes on.';
const HEAP = 'Its JavaScript heap has a limit.';
const ENVIRONMENT = 'It gets no variable of the platform’s environment and none of its open files.';

const NEEDS =
  'Of the platform it gets no services but those that its needs name, and only routes that they name answer without a sign-in.';

const LIMITS =
  'Its memory outside the heap, the size of each file, and the number of open files have limits.';

const IN_PROCESS: Promises = {
  enforced: [],
  notEnforced: [
    'It runs in the platform’s own process and can do whatever the platform can; what it says that it needs is disclosure, not enforcement.',
  ],
};

const CHILD: Promises = {
  enforced: [
    CRASH,
    HEAP,
    ENVIRONMENT,
    NEEDS,
    'Node’s permission model lets it read only its package and the plugin SDK, write only its own data, and start no programs, threads or native code.',
  ],
  notEnforced: [
    'Node’s permission model keeps away accidents; by its own documentation it is no wall against code that means harm.',
    'The network: Node 24 has no permission for it, so it can connect wherever the platform can.',
    'It runs as the same user as the platform, so it can send signals to the platform’s processes.',
    'Processor time, and how much its data folder holds in all.',
  ],
};

const CONFINED: Promises = {
  enforced: [
    CRASH,
    HEAP,
    LIMITS,
    ENVIRONMENT,
    NEEDS,
    'It has no network at all; what it asks of the outside goes through the platform’s broker and its rules.',
    'It sees only its package, the plugin SDK, Node and its own data; all but its data is read only.',
    'It sees and signals no process of others, shares no memory with them, and can never gain privileges.',
    'Node’s permission model besides: no programs, threads or native code.',
  ],
  notEnforced: [
    'Faults in the operating system’s kernel: the wall is made of namespaces and permissions, not of a virtual machine.',
    'Processor time, and how much its data folder holds in all.',
  ],
};

const OWN_USER = 'It runs as a user of its own that owns nothing else.';
const SAME_USER =
  'It runs as the platform’s own user, in a namespace of users without privileges, because the platform is not started as root.';
const OPEN_NAMESPACES =
  'Where the host lets everybody make namespaces of users, native code in it could too; JavaScript cannot.';

const DATA =
  'Its SQL and its migrations run as database roles of its own, which reach its own tables and nothing else; each statement and each transaction has limits.';
const WORKSPACES =
  'Within its own tables, rows of other workspaces are kept apart against mistakes, not against a plugin that means harm.';
const CATALOGUE = 'It can read names of tables and roles in the database, and how large tables are.';
const SOCKET =
  'The database’s own socket, as any other: it is not given a login, and where none is needed it could connect.';

/** What a level promises on this host. @param needs - of the plugin's manifest */
export function promisesOf(level: IsolationLevel, host: WallHost, needs: PluginNeeds = {}): Promises {
  const { enforced, notEnforced } = wallsOf(level, host);
  if (needs.database === undefined || level === 'in-process') return { enforced, notEnforced };
  return {
    enforced: [...enforced, DATA],
    notEnforced: [...notEnforced, WORKSPACES, CATALOGUE, ...(level === 'child' ? [SOCKET] : [])],
  };
}

function wallsOf(level: IsolationLevel, { tools, isPrivileged }: WallHost): Promises {
  if (level === 'in-process') return IN_PROCESS;
  if (level === 'child') {
    const isLimited = tools?.prlimit !== null && tools?.setpriv !== null && tools !== null;
    return {
      enforced: isLimited ? [...CHILD.enforced, LIMITS] : CHILD.enforced,
      notEnforced: isLimited ? CHILD.notEnforced : [...CHILD.notEnforced, 'Memory outside of the heap.'],
    };
  }
  return isPrivileged
    ? { enforced: [...CONFINED.enforced, OWN_USER], notEnforced: [...CONFINED.notEnforced, OPEN_NAMESPACES] }
    : { enforced: CONFINED.enforced, notEnforced: [...CONFINED.notEnforced, SAME_USER] };
}
