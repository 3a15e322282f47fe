// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * Assets scanned at once by one process.
   */
  concurrency: number;
  /**
   * Rows sampled from each asset.
   */
  sampleRows: number;
  /**
   * The same seed on unchanged data gives the same sample.
   */
  seed: number;
  /**
   * Verdicts below it are not recorded.
   */
  minConfidence: number;
  /**
   * Seconds that one statement may take in the source.
   */
  statementTimeoutSeconds: number;
  /**
   * Seconds that one asset may take.
   */
  assetTimeoutSeconds: number;
}
