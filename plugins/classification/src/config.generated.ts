// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * Threads that classify tables beside the main thread. "auto": one fewer than there are cores, started once there is enough to classify to be worth it. 0: none.
   */
  workers: 'auto' | number;
  /**
   * Milliseconds that each classifier has for a table. One that takes longer is left out of that table's verdicts, with a warning; after three tables in a row it is not asked any more. A synchronous classifier of the main thread cannot be stopped.
   */
  classifierTimeoutMs: number;
}
