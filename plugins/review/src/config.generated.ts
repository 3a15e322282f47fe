// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * A rejected verdict comes back when the share of matching values differs from that of then by more than this.
   */
  matchRateBand: number;
  /**
   * Scan sources again whose suggestions come from classifiers that have changed since.
   */
  reevaluate: boolean;
  /**
   * Let corrections speak for or against a type in columns that look alike.
   */
  priors: boolean;
}
