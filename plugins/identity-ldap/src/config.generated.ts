// Generated from config.schema.json; run "npm run generate".

export type Attribute = string;

export interface Config {
  /**
   * @maxItems 50
   */
  directories: {
    /**
     * Stands beside accounts and groups, so it stays for good.
     */
    key: string;
    /**
     * What its people call it.
     */
    title: string;
    /**
     * What filters and attributes are meant where none are given: those of OpenLDAP and its like, or those of Active Directory.
     */
    kind: 'ldap' | 'active-directory';
    /**
     * ldaps://HOST[:636], or ldap://HOST[:389], which is encrypted by StartTLS. The next one is asked when one cannot be reached.
     *
     * @minItems 1
     */
    urls: [string, ...string[]];
    /**
     * Sends passwords over ldap:// as they are. Only for a server on the machine itself, or over a connection that is encrypted by other means.
     */
    plaintext: boolean;
    /**
     * Where the servers' certificates are not of one that the system trusts.
     */
    caCertificate?: string;
    /**
     * Who searches. Left out, the search is anonymous.
     */
    bindDn?: string;
    /**
     * In the configuration file as secret://NAME or ${NAME}.
     */
    bindPassword?: string;
    users: {
      base: string;
      scope: 'one' | 'sub';
      /**
       * RFC 4515, with {username} where the name goes that somebody signs in with.
       */
      filter?: string;
    };
    attributes: {
      /**
       * entryUUID, or objectGUID of Active Directory.
       */
      id?: string;
      username?: Attribute;
      displayName?: Attribute;
      email?: Attribute;
    };
    groups: {
      /**
       * search: groups are searched for who is in them. memberOf: the person's entry names them. none: this directory says nothing of groups.
       */
      from: 'search' | 'memberOf' | 'none';
      /**
       * users.base unless given. Groups elsewhere do not count.
       */
      base?: string;
      /**
       * RFC 4515, with {dn} or {username} where the member goes.
       */
      filter?: string;
      /**
       * dn for the whole name of the entry, where groups of one name are in several places.
       */
      name: string;
      memberOf: string;
      /**
       * Whether who is in a group is also in those that this group is in. Active Directory answers that itself with the filter that is meant unless another is given.
       */
      nested: boolean;
    };
    /**
     * Whether somebody who signs in for the first time is given an account.
     */
    newAccounts: boolean;
    sync: {
      /**
       * Whether accounts are compared with the directory, brought up to date, and deactivated when their people are gone.
       */
      enabled: boolean;
      /**
       * When, in UTC.
       */
      cron: string;
      /**
       * Of the active accounts, how many may be deactivated at once. When more are missing, or the directory names nobody at all, none is: it is more likely broken. Five are always possible.
       */
      mostPercent: number;
    };
    pageSize: number;
    connectTimeoutMs: number;
    /**
     * Milliseconds that one question to the directory may take.
     */
    timeoutMs: number;
  }[];
}
