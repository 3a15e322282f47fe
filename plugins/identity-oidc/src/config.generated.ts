// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * @maxItems 50
   */
  providers: {
    /**
     * Stands in addresses and beside accounts, so it stays for good: auth/providers/KEY/callback is what to register with the provider.
     */
    key: string;
    /**
     * What its people call it; stands on the button.
     */
    title: string;
    /**
     * As the provider writes it, without /.well-known. Plain http is accepted for the machine itself only.
     */
    issuer: string;
    clientId: string;
    /**
     * In the configuration file as secret://NAME or ${NAME}. Left out for a public client, which proves itself by PKCE alone.
     */
    clientSecret?: string;
    clientAuthentication: 'client_secret_basic' | 'client_secret_post';
    /**
     * @maxItems 50
     */
    scopes: string[];
    /**
     * A name, or a path such as realm_access.roles.
     */
    claims: {
      /**
       * sub, unless people are also brought in by SCIM under another id, such as oid of Entra ID.
       */
      subject: string;
      username: string;
      displayName: string;
      email: string;
      /**
       * null where somebody else says who is in which group, such as SCIM under the same key.
       */
      groups: string | null;
    };
    /**
     * Who may sign in: of each claim named here, one of the values must be there. For Google, hd; for Entra ID, tid; groups for some groups only.
     */
    require: {
      /**
       * @minItems 1
       */
      [k: string]: [string, ...string[]];
    };
    /**
     * Whether somebody who signs in for the first time is given an account. Where not, only those come in whom SCIM or an administrator has brought in.
     */
    newAccounts: boolean;
    /**
     * Whether to ask the provider for more claims than the ID token has.
     */
    userInfo: boolean;
    /**
     * Seconds after which the provider has to ask for the password again. Left out, it decides.
     */
    maxAgeSeconds?: number;
    /**
     * Seconds by which the provider's clock may differ.
     */
    clockToleranceSeconds: number;
    /**
     * For the request to sign in, such as prompt, hd, domain_hint or acr_values.
     */
    parameters: {
      [k: string]: string;
    };
    /**
     * Milliseconds that one request to the provider may take.
     */
    timeoutMs: number;
    /**
     * Where the provider's certificate is not of one that the system trusts.
     */
    caCertificate?: string;
  }[];
}
