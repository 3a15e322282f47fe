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
   * Seconds that one asset may take.
   */
  assetTimeoutSeconds: number;
  /**
   * Scans of a workspace at once; more wait for their turn.
   */
  runsAtOnce: number;
  /**
   * Assets larger than this are cut into slices of about its size where every row is read.
   */
  sliceMegabytes: number;
  /**
   * Days for which a run that has ended is kept, with its transitions and schema drifts.
   */
  keepRunsDays: number;
  /**
   * The latest runs of each source, which are kept whatever their age.
   */
  keepRunsPerSource: number;
  /**
   * Days for which the tasks of a run that has ended are kept: what became of each asset. The run's own counts stay with it.
   */
  keepTasksDays: number;
}
