// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * Minutes between two checks of a source, give or take a tenth.
   */
  checkMinutes: number;
  /**
   * Days for which measurements of a source's health are kept.
   */
  historyDays: number;
  /**
   * A source whose answers take longer is degraded.
   */
  slowMs: number;
  /**
   * Seconds that a source has to answer a check.
   */
  answerSeconds: number;
  /**
   * Failures in a row after which a source is left alone for a while.
   */
  failures: number;
  /**
   * For how long it is left alone at first; twice as long after each further try that fails.
   */
  firstRestSeconds: number;
  /**
   * For how long at most.
   */
  longestRestSeconds: number;
}
