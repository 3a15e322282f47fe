// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * How long entries are gathered after a change before they are sealed together. Every minute what is left is sealed in any case.
   */
  sealAfterSeconds: number;
  /**
   * Days that entries are kept for which no rule says otherwise; for ever unless given.
   */
  keepDays?: number;
  /**
   * How long entries are kept whose action begins so; of several rules that fit, the one with the longest beginning holds.
   *
   * @maxItems 200
   */
  keep: {
    /**
     * Beginning of actions, such as `catalog.` or `sources.source.`.
     */
    action: string;
    days: number;
  }[];
  /**
   * No rule removes what is younger than this.
   */
  minimumDays: number;
}
