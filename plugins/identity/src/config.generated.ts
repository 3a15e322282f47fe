// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * What access tokens name as their issuer.
   */
  issuer: string;
  /**
   * For whom access tokens are made; any other is refused.
   */
  audience: string;
  /**
   * Hours after which a browser must sign in again.
   */
  browserHours: number;
  /**
   * Days after which a script must sign in again, however often it refreshes.
   */
  refreshDays: number;
  /**
   * Days after which access tokens are signed with a new key.
   */
  keyDays: number;
  /**
   * Characters that a password must have.
   */
  minimumPasswordLength: number;
  /**
   * Passwords that are hashed at the same time; each takes a core and 19 MiB.
   */
  hashesAtOnce: number;
  /**
   * Hours for which a link to set a new password is good.
   */
  resetHours: number;
  /**
   * Days after which an API token expires at the latest.
   */
  longestApiTokenDays: number;
}
