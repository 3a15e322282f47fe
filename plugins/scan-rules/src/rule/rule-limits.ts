/** Bounds of what a rule may be, so that none of them can fill a workspace or hold up a worker. */
export const LIMITS = {
  /** Of a workspace. */
  rules: 500,
  /** Of a rule; the oldest go first. */
  versions: 1000,
  titleLength: 120,
  descriptionLength: 2000,
  /** Globs of one list, and characters of each. */
  globs: 200,
  /** Columns that tell what changed, each for a glob. */
  highWater: 50,
  fullReadEveryDays: 3650,
  globLength: 300,
  /** Characters of all globs of a rule together. */
  globCharacters: 10_000,
  sources: 500,
  expressionLength: 2000,
  expressionDepth: 24,
  expressionNodes: 400,
  patternLength: 500,
  /** Instructions of a pattern's program. */
  patternSize: 1000,
  sampleRows: 1_000_000,
  thresholds: 500,
  /** What became of a schedule's times, for each rule. */
  outcomes: 200,
  /** Days for which a removed rule is kept for the runs that still follow it. */
  removedDays: 30,
} as const;
