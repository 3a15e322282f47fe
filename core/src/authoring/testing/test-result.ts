/** What a kit says of itself; see `ConformanceMark` of `@datawave/plugin-sdk/testing`. */
export interface KitMark {
  readonly kit: string;
  readonly version: number;
  readonly subject: string;
}

/** One test that has ended. */
export interface TestResult {
  /** Titles of the suites around it, the outermost first. */
  readonly suites: readonly string[];
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  /** What went wrong, for the author alone: it may hold values of a test. */
  readonly error: string | null;
  /** The kit that it belongs to; null for tests of the plugin's own. */
  readonly kit: KitMark | null;
}

/** What the process that runs the tests tells. */
export type RunnerMessage =
  | { readonly kind: 'result'; readonly result: TestResult }
  | { readonly kind: 'broken'; readonly file: string | null; readonly error: string };
