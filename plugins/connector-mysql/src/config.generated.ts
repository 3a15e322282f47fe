// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * At most so many connections are open to one source at once.
   */
  poolSize: number;
  /**
   * Milliseconds until the server must have accepted the connection and the sign-in.
   */
  connectTimeoutMs: number;
}
