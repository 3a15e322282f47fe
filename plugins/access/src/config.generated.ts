// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * Roles that groups of sign-in providers give in every workspace.
   *
   * @maxItems 2000
   */
  groupRoles: {
    /**
     * Key of the provider of OpenID Connect, SAML or LDAP, or of the SCIM client.
     */
    provider: string;
    /**
     * The group as the provider names it.
     */
    group: string;
    /**
     * Key of the role.
     */
    role: string;
  }[];
  /**
   * For how many minutes a role may be asked for at most.
   */
  elevationMinutes: number;
  /**
   * After how many hours a request that nobody decided lapses.
   */
  requestHours: number;
}
