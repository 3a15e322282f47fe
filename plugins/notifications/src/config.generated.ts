// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * Days after which a notification is forgotten.
   */
  keepDays: number;
  /**
   * Which topics leave the platform, by channel: scans.failed, scans.* or *. Whoever reads the channel reads them.
   */
  channels: {
    /**
     * @maxItems 100
     */
    [k: string]: string[];
  };
  /**
   * Notifications kept for one person, and for the holders of one permission; the oldest go first.
   */
  mostPerRecipient: number;
}
