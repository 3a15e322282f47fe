import { FAULT_KINDS, type FaultKind, NEEDS } from './fault-kinds.ts';
import { SeededRandom, seedOf } from './seeded-random.ts';

export type SourceKind = 'postgres' | 'mariadb' | 'sqlite' | 'files';

/** A fault with its moment. */
export interface PlannedFault {
  readonly kind: FaultKind;
  /** Milliseconds after the scans have begun. */
  readonly atMs: number;
  /** How long it lasts before it is healed. */
  readonly forMs: number;
  /** Which worker, which table and so on, where there is a choice. */
  readonly choice: number;
}

/** Everything about one run that is left to chance, decided beforehand. */
export interface RunPlan {
  /** As it was given and which of its runs: `--seed SEED --only RUN` does it again. */
  readonly seed: number;
  readonly run: number;
  readonly database: 'server' | 'embedded';
  readonly transport: 'postgres' | 'bull';
  /** Whether Redis writes everything to its file before it answers. */
  readonly hasAof: boolean;
  readonly apis: number;
  readonly leaseSeconds: number;
  readonly source: SourceKind;
  readonly tables: number;
  /** How much later the source answers, milliseconds each way: it keeps scans going for a while. */
  readonly sourceDelayMs: number;
  readonly stagedTables: number;
  /** What a person does meanwhile. */
  readonly isPaused: boolean;
  readonly isCancelled: boolean;
  readonly faults: readonly PlannedFault[];
}

const APART: readonly (readonly FaultKind[])[] = [
  // What stands in the way of measuring one of them when it happens beside another.
  [
    'kill-postgres',
    'cut-postgres',
    'half-open-postgres',
    'slow-postgres',
    'refuse-postgres',
    'exhaust-connections',
    'fill-disk',
  ],
  [
    'kill-worker',
    'stop-worker',
    'plugin-crash',
    'plugin-poison',
    'plugin-hang',
    'plugin-busy',
    'plugin-memory',
  ],
  ['kill-redis', 'flush-redis', 'cut-redis', 'half-open-redis', 'slow-redis', 'refuse-redis'],
  ['clock-forward', 'clock-back', 'clock-forward-api', 'clock-back-api'],
  [
    'kill-source',
    'cut-source',
    'half-open-source',
    'slow-source',
    'lock-source',
    'remove-source',
    'revoke-source',
  ],
  // What is gone cannot be locked, and what changes twice is what the second left.
  ['lock-source', 'revoke-source', 'alter-source', 'resize-source', 'remove-source'],
];

const SOURCES = ['postgres', 'postgres', 'mariadb', 'sqlite', 'files'] as const;
const LOCKED = ['postgres', 'mariadb', 'sqlite'] as const;

/** What a machine allows. */
export interface Possible {
  readonly canMount: boolean;
}

/** Decides one run. Each fault has its turn before any has its second. */
export function planRun(seed: number, run: number, possible: Possible): RunPlan {
  const kinds = FAULT_KINDS.filter((kind) => possible.canMount || NEEDS[kind].mount === undefined);
  const deck = new SeededRandom(seedOf(seed, -1 - Math.floor(run / kinds.length))).shuffle(kinds);
  const first = deck[run % kinds.length] ?? 'kill-worker';
  const random = new SeededRandom(seedOf(seed, run));
  const others = random.shuffle(kinds).filter((kind) => !clashes(first, kind));
  const more = random.pick([0, 0, 0, 1, 1]);
  const chosen: FaultKind[] = [first];
  for (const kind of others.slice(0, more)) if (chosen.every((one) => !clashes(one, kind))) chosen.push(kind);
  const needs = chosen.map((kind) => NEEDS[kind]);
  const needsServer = needs.some(({ server }) => server === true);
  const needsRedis = needs.some(({ redis }) => redis === true);
  const isStaged = needs.some(({ staged }) => staged === true);
  const source: SourceKind = needs.some(({ sourceServer }) => sourceServer === true)
    ? random.pick(['postgres', 'mariadb'])
    : random.pick(needs.some(({ locks }) => locks === true) ? LOCKED : SOURCES);
  const isCancelled = random.chance(0.1);
  return {
    seed,
    run,
    database: needsServer || random.chance(0.7) ? 'server' : 'embedded',
    transport: needsRedis || random.chance(0.4) ? 'bull' : 'postgres',
    hasAof: random.chance(0.5),
    apis: random.between(1, 2),
    // Plugins that take their worker down do so several times over; all else is measured with the usual lease.
    leaseSeconds: isStaged ? 3 : 10,
    source,
    tables: random.between(25, 50),
    sourceDelayMs: source === 'sqlite' || source === 'files' ? 0 : random.between(10, 30),
    stagedTables: random.between(15, 30),
    isPaused: random.chance(0.3),
    isCancelled,
    faults: chosen.map((kind, at) => ({
      kind,
      // A source's own faults come early, while it is still being read.
      atMs: random.between(200, kind.endsWith('-source') ? 1_800 : 2_500) + at * random.between(0, 2_500),
      forMs: lengthOf(kind, random),
      choice: random.between(0, 1_000),
    })),
  };
}

const clashes = (left: FaultKind, right: FaultKind): boolean =>
  left === right ||
  left === 'power-cut' ||
  right === 'power-cut' ||
  APART.some((group) => group.includes(left) && group.includes(right));

function lengthOf(kind: FaultKind, random: SeededRandom): number {
  switch (kind) {
    case 'stop-worker':
      // Past its lease.
      return random.between(12_000, 15_000);
    case 'kill-worker':
      // Until somebody starts it again.
      return random.between(1_000, 14_000);
    case 'kill-api':
      return 0;
    default:
      return random.between(1_000, 5_000);
  }
}
