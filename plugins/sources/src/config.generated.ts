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
   * Days for which it is kept who put a source into which state; the latest 20 of a source that is there are kept whatever their age.
   */
  keepTransitionsDays: number;
  /**
   * Days after which it is forgotten that a source was deleted, once everything of it was taken away. A plugin that comes back later does not learn of it.
   */
  keepDeparturesDays: number;
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
