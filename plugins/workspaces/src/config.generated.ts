// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * For how many seconds it is remembered who may enter a workspace: at most so long somebody who was taken out of it stays in.
   */
  enterSeconds: number;
  /**
   * How much a workspace may have for which nothing else is said; as much as there is room for where nothing is said here either.
   */
  limits: {
    /**
     * Registered sources.
     */
    sources?: number;
    /**
     * Assets in the catalog.
     */
    assets?: number;
    /**
     * Scans begun on one day, in UTC.
     */
    'scans-per-day'?: number;
    /**
     * Members, a group counting as one.
     */
    members?: number;
    /**
     * Requests to the API within one minute, to each process.
     */
    'requests-per-minute'?: number;
    /**
     * Secrets kept in the vault.
     */
    secrets?: number;
    /**
     * Classification rules.
     */
    rules?: number;
  };
}
