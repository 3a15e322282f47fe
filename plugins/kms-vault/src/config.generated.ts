// Generated from config.schema.json; run "npm run generate".

export type Config = {
  /**
   * https://vault.example.com:8200. Plain http is accepted for the machine itself only.
   */
  address: string;
  /**
   * Of a type that authenticates data: aes256-gcm96, which is the default, aes128-gcm96 or chacha20-poly1305.
   */
  key: string;
  mount: string;
  namespace?: string;
  /**
   * In the configuration file as secret://NAME or ${NAME}. In its place, appRole.
   */
  token?: string;
  appRole?: {
    roleId: string;
    /**
     * In the configuration file as secret://NAME or ${NAME}.
     */
    secretId: string;
    mount: string;
  };
  /**
   * Where the server's certificate is not of one that the system trusts.
   */
  caCertificate?: string;
} & {
  [k: string]: unknown;
};
