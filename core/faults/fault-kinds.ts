/** Everything that is done to a platform. */
export const FAULT_KINDS = [
  'kill-api',
  'kill-worker',
  'stop-worker',
  'kill-postgres',
  'cut-postgres',
  'half-open-postgres',
  'slow-postgres',
  'refuse-postgres',
  'exhaust-connections',
  'fill-disk',
  'power-cut',
  'kill-redis',
  'flush-redis',
  'cut-redis',
  'half-open-redis',
  'slow-redis',
  'refuse-redis',
  'clock-forward',
  'clock-back',
  'clock-forward-api',
  'clock-back-api',
  'plugin-crash',
  'plugin-poison',
  'plugin-hang',
  'plugin-busy',
  'plugin-memory',
  'kill-source',
  'cut-source',
  'half-open-source',
  'slow-source',
  'lock-source',
  'alter-source',
  'remove-source',
  'resize-source',
  'revoke-source',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** What a fault needs of the platform that it happens to. */
export interface FaultNeeds {
  /** PostgreSQL behind a proxy, as a server of its own. */
  readonly server?: true;
  readonly redis?: true;
  /** A source that is a server, which can die apart. */
  readonly sourceServer?: true;
  /** A source that can be locked. */
  readonly locks?: true;
  /** PostgreSQL on a file system of its own, which only the administrator of the machine can mount. */
  readonly mount?: true;
  /** Comes from the staged connector, which is told before its scan begins. */
  readonly staged?: true;
  /**
   * Seconds within which the platform must have made it good, from the moment that it was healed or, where nobody heals
   * it, from the moment that it happened.
   */
  readonly boundSeconds: number;
}

/** The issue's own bounds, and one minute for what it does not name. */
const LOST_WORKER = 20;
const LOST_API = 10;
const POSTGRES_BACK = 10;
const REDIS_EMPTIED = 30;
const OTHERS = 60;
/** Connectors give a statement of discovery up after a minute, because a large catalog may take one to list. */
const SILENT_SOURCE = 90;

export const NEEDS: Readonly<Record<FaultKind, FaultNeeds>> = {
  'kill-api': { boundSeconds: LOST_API },
  'kill-worker': { boundSeconds: LOST_WORKER },
  'stop-worker': { boundSeconds: LOST_WORKER },
  'kill-postgres': { boundSeconds: POSTGRES_BACK },
  'cut-postgres': { server: true, boundSeconds: POSTGRES_BACK },
  'half-open-postgres': { server: true, boundSeconds: OTHERS },
  'slow-postgres': { server: true, boundSeconds: POSTGRES_BACK },
  'refuse-postgres': { server: true, boundSeconds: POSTGRES_BACK },
  'exhaust-connections': { server: true, boundSeconds: POSTGRES_BACK },
  'fill-disk': { server: true, mount: true, boundSeconds: POSTGRES_BACK },
  'power-cut': { boundSeconds: OTHERS },
  'kill-redis': { redis: true, boundSeconds: REDIS_EMPTIED },
  'flush-redis': { redis: true, boundSeconds: REDIS_EMPTIED },
  'cut-redis': { redis: true, boundSeconds: REDIS_EMPTIED },
  'half-open-redis': { redis: true, boundSeconds: REDIS_EMPTIED },
  'slow-redis': { redis: true, boundSeconds: REDIS_EMPTIED },
  'refuse-redis': { redis: true, boundSeconds: REDIS_EMPTIED },
  'clock-forward': { boundSeconds: OTHERS },
  'clock-back': { boundSeconds: OTHERS },
  'clock-forward-api': { boundSeconds: OTHERS },
  'clock-back-api': { boundSeconds: OTHERS },
  'plugin-crash': { staged: true, boundSeconds: OTHERS },
  'plugin-poison': { staged: true, boundSeconds: OTHERS },
  'plugin-hang': { staged: true, boundSeconds: OTHERS },
  'plugin-busy': { staged: true, boundSeconds: OTHERS },
  'plugin-memory': { staged: true, boundSeconds: OTHERS },
  'kill-source': { sourceServer: true, boundSeconds: OTHERS },
  'cut-source': { sourceServer: true, boundSeconds: OTHERS },
  'half-open-source': { sourceServer: true, boundSeconds: SILENT_SOURCE },
  'slow-source': { sourceServer: true, boundSeconds: OTHERS },
  'lock-source': { locks: true, boundSeconds: OTHERS },
  'alter-source': { boundSeconds: OTHERS },
  'remove-source': { boundSeconds: OTHERS },
  'resize-source': { boundSeconds: OTHERS },
  'revoke-source': { sourceServer: true, boundSeconds: OTHERS },
};
