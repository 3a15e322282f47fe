// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * Threads that classify tables beside the main thread. "auto": one fewer than there are cores, started once there is enough to classify to be worth it. 0: none.
   */
  workers: 'auto' | number;
}
