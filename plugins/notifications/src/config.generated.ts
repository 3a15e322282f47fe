// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * Days after which a notification is forgotten.
   */
  keepDays: number;
  /**
   * Notifications kept for one person, and for the holders of one permission; the oldest go first.
   */
  mostPerRecipient: number;
}
