/**
 * Every bound that a rule or its use is held to. They are what makes a hostile rule cost little: work is bounded by
 * the product of program size and value length, memory by the number of terms and automaton states.
 */
export const LIMITS = {
  /** Characters of a pattern. */
  patternLength: 2_000,
  /** Instructions of one compiled pattern. */
  programSize: 2_000,
  /** Instructions of the patterns that one automaton runs together. */
  setSize: 2_000,
  /** Bytes of the states that one automaton may keep; beyond it goes on without keeping any. */
  automatonBytes: 4 * 1024 * 1024,
  /** Groups within groups in a pattern. */
  patternDepth: 100,
  /** Blocks of a rule, groups included. */
  blocks: 100,
  /** Groups within groups of blocks. */
  blockDepth: 8,
  /** Terms of one dictionary. */
  terms: 100_000,
  /** Characters of one term. */
  termLength: 200,
  /** Words of a term that is looked for within values. */
  termWords: 6,
  /** Terms of all rules of a workspace together. */
  workspaceTerms: 500_000,
  /** Instructions of the patterns of all enabled rules of a workspace together. */
  workspaceSize: 60_000,
  /** Names that one block lists. */
  names: 200,
  /** Rules of one workspace. */
  rules: 500,
  /** Bytes of a rule, and of a file of rules. */
  ruleBytes: 8 * 1024 * 1024,
  /** UTF-16 units of a value that are looked at. */
  valueLength: 4_096,
  /** Distinct values of a column that are looked at. */
  values: 10_000,
  /** Milliseconds after which no further value of a table is looked at; evidence then counts those that were. */
  tableMs: 5_000,
  /** Milliseconds of work after which others get their turn. */
  sliceMs: 8,
  /** Columns, and values of each, that a preview takes. */
  previewColumns: 200,
  previewValues: 1_000,
  /** Versions kept of a rule. */
  versions: 50,
} as const;
