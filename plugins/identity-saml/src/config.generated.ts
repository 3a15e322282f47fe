// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * @maxItems 50
   */
  providers: {
    /**
     * Stands in addresses and beside the people whom the provider brings in. Never change it.
     */
    key: string;
    /**
     * Stands on the button of the sign-in page.
     */
    title: string;
    issuer?: string;
    /**
     * Its single sign-on address for the HTTP-Redirect binding.
     */
    entryPoint?: string;
    /**
     * As PEM. Several while it changes from one to the next.
     *
     * @minItems 1
     * @maxItems 5
     */
    certificates?:
      | [string]
      | [string, string]
      | [string, string, string]
      | [string, string, string, string]
      | [string, string, string, string, string];
    /**
     * The XML document, in place of issuer, entryPoint and certificates.
     */
    metadata?: string;
    /**
     * https only, the machine itself excepted: who answers there says whose signatures are believed. Read again every hour; the last that was read holds for a week while the address does not answer.
     */
    metadataUrl?: string;
    /**
     * As it is registered with the provider. The address of this provider's service metadata unless given, which needs server.publicUrl.
     */
    entityId?: string;
    /**
     * For whom assertions are made; the platform's entity id unless given.
     */
    audience?: string;
    /**
     * By how much the clocks of the two may differ.
     */
    clockSkewSeconds: number;
    /**
     * Only persistent is promised never to be given to somebody else.
     */
    nameIdFormat: 'persistent' | 'emailAddress' | 'unspecified';
    /**
     * Names of the attributes in the provider's assertions.
     */
    attributes: {
      /**
       * The NameID unless given.
       */
      subject?: string;
      /**
       * The NameID unless given.
       */
      username?: string;
      /**
       * The user name unless given.
       */
      displayName?: string;
      email?: string;
      /**
       * Without it, memberships are not touched by a sign-in.
       */
      groups?: string;
    };
    signing?: KeyPair;
    decryption?: KeyPair1;
    forceAuthn: boolean;
  }[];
}
/**
 * Requests are not signed unless given.
 */
export interface KeyPair {
  /**
   * In the configuration file as secret://NAME: it lies in the vault.
   */
  privateKey: string;
  /**
   * Published in the service metadata.
   */
  certificate: string;
}
/**
 * Encrypted assertions are refused unless given.
 */
export interface KeyPair1 {
  /**
   * In the configuration file as secret://NAME: it lies in the vault.
   */
  privateKey: string;
  /**
   * Published in the service metadata.
   */
  certificate: string;
}
