// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * https://NAME.vault.azure.net. Plain http is accepted for the machine itself only.
   */
  vault: string;
  /**
   * An RSA key of 2048 bits or more.
   */
  key: string;
  tenantId: string;
  clientId: string;
  /**
   * In the configuration file as secret://NAME or ${NAME}.
   */
  clientSecret: string;
  /**
   * Another one in national clouds.
   */
  authority: string;
  /**
   * Another one in national clouds.
   */
  resource: string;
}
