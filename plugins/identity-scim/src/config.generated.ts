// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * Directories that bring people and groups in.
   *
   * @maxItems 50
   */
  clients: {
    /**
     * Of the provider whose people these are. Where they sign in by identity-oidc or identity-saml, that provider's key: then both mean the same accounts. Never change it.
     */
    key: string;
    /**
     * Which service tokens are this client's; the key unless given.
     */
    service?: string;
    /**
     * What the sign-in of the same provider yields as subject.
     */
    subject: 'externalId' | 'userName';
    onDelete: 'delete' | 'deactivate';
  }[];
}
