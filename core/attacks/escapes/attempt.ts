/** What an attempt is told of the host; crosses as an argument of its process. */
export interface EscapeTarget {
  /** Stands in every file and answer that is not the plugin's to have. */
  readonly canary: string;
  /** The package, and the plugin's own data: what it may reach. */
  readonly directory: string;
  readonly dataDirectory: string;
  /** A folder of the host's, and its key in it. */
  readonly outside: string;
  readonly key: string;
  readonly otherPlugin: string;
  /** A file in a folder whose name begins as that of the plugin's data. */
  readonly sibling: string;
  /** A folder with one file for each attempt, to be damaged. */
  readonly victims: string;
  /** A module and a JSON file with the canary. */
  readonly module: string;
  readonly json: string;
  readonly database: string;
  /** A module of the kernel, and native code. */
  readonly kernel: string;
  readonly addon: string;
  readonly tcpPort: number;
  readonly udpPort: number;
  readonly unixSocket: string;
  readonly abstractSocket: string;
  /** An address of this machine that is not loopback, where it has one. */
  readonly address: string | null;
  readonly hostPid: number;
  /** Processes of the host's, to be harmed. */
  readonly victimPids: { readonly killed: number; readonly debugged: number; readonly slowed: number };
}

/** From which level on an attempt must come to nothing. Null: at none, and the wall says so. */
export type HoldsFrom = 'child' | 'confined' | null;

/** One way of getting out. */
export interface EscapeAttempt {
  readonly name: string;
  readonly holdsFrom: HoldsFrom;
  /** Whether it succeeds without a wall, so that this can fail: always, only as root, or not here for the reason. */
  readonly control: 'always' | 'root' | { readonly untried: string };
  /** It reaches nothing but the plugin's own process, and only Node's permission model keeps it from that. */
  readonly isNodes?: boolean;
  /** It needs a process of its own: it exhausts or ends it. */
  readonly isHarsh?: boolean;
  /** What it got, or null; it may throw. What it damages is seen from outside. */
  readonly run: (target: EscapeTarget) => unknown;
}

/** What was read, if it is what must not be. */
export const loot = (target: EscapeTarget, read: unknown): string | null => {
  const text = Buffer.isBuffer(read) ? read.toString('latin1') : String(read);
  return text.includes(target.canary) ? text.slice(0, 80) : null;
};
