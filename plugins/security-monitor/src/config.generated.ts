// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * How long entries of the audit trail are gathered after something happened before they are looked at. Every minute what is left is looked at in any case.
   */
  watchAfterSeconds: number;
  /**
   * Days that closed incidents are kept; open ones are kept until they are closed.
   */
  keepDays: number;
  /**
   * Many failed sign-ins for one account. PCI DSS 4.0 (8.3.4) wants action after at most 10 attempts within 30 minutes; NIST SP 800-63B (5.2.2) allows 100 at the very most.
   */
  bruteForce: {
    enabled: boolean;
    /**
     * Failed sign-ins for one name within the window.
     */
    failures: number;
    /**
     * Length of the window.
     */
    minutes: number;
    /**
     * Wrong second factors within the window: who sends them has the password.
     */
    secondFactorFailures: number;
    /**
     * What is done without waiting for anybody, once somebody's account is known to be in other hands. Notices go out for every incident.
     */
    automatic: ('notify' | 'revoke' | 'lock')[];
  };
  /**
   * Failed sign-ins for many names from one address, or all over (MITRE ATT&CK T1110.003).
   */
  passwordSpray: {
    enabled: boolean;
    /**
     * Different names that failed from one address (of IPv6 a /64) within the window.
     */
    names: number;
    /**
     * Length of the window.
     */
    minutes: number;
    /**
     * Different names that failed within the window from anywhere.
     */
    namesEverywhere: number;
    /**
     * Different addresses from which they came, at least.
     */
    addressesEverywhere: number;
    /**
     * What is done without waiting for anybody, once somebody's account is known to be in other hands. Notices go out for every incident.
     */
    automatic: ('notify' | 'revoke' | 'lock')[];
  };
  /**
   * A refresh token that came a second time (RFC 9700, 4.14.2): one of the two who showed it has stolen it.
   */
  tokenReuse: {
    enabled: boolean;
    /**
     * What is done without waiting for anybody, once somebody's account is known to be in other hands. Notices go out for every incident.
     */
    automatic: ('notify' | 'revoke' | 'lock')[];
  };
  /**
   * Two sign-ins to one account from places too far apart for the time between. Off as long as neither networks nor a database say where addresses are.
   */
  travel: {
    enabled: boolean;
    /**
     * Nobody travels faster: an airliner does 900.
     */
    kmPerHour: number;
    /**
     * Nearer places tell nothing, because addresses are placed by the town at best.
     */
    minimumKm: number;
    /**
     * Where one's own networks are: offices, VPN, data centres. The most specific one that holds an address counts, before the database.
     *
     * @maxItems 1000
     */
    networks: {
      /**
       * Such as 192.0.2.0/24 or 2001:db8::/32.
       */
      cidr: string;
      /**
       * What people call it.
       */
      place?: string;
      /**
       * Degrees north.
       */
      latitude?: number;
      /**
       * Degrees east.
       */
      longitude?: number;
      /**
       * A VPN or proxy: its address says nothing about where somebody is.
       */
      isRelay: boolean;
    }[];
    /**
     * Path of a database of places in MaxMind's format (.mmdb), such as GeoLite2 City, relative to the working folder of the process. Read at the start; none is downloaded.
     */
    geoDatabase?: string;
    /**
     * What is done without waiting for anybody, once somebody's account is known to be in other hands. Notices go out for every incident.
     */
    automatic: ('notify' | 'revoke' | 'lock')[];
  };
  /**
   * More data taken out by one principal than usual, or than anybody should.
   */
  massExport: {
    enabled: boolean;
    /**
     * Records within a day.
     */
    records: number;
    /**
     * Exports within a day, whatever they held.
     */
    exports: number;
    /**
     * So many times as much as on the busiest of the 30 days before.
     */
    factor: number;
    /**
     * Less than this is not compared with what was usual.
     */
    usualRecords: number;
    /**
     * Endings of actions in the audit trail by which data leaves the platform or is read in bulk.
     *
     * @maxItems 50
     */
    actions: string[];
    /**
     * What is done without waiting for anybody, once somebody's account is known to be in other hands. Notices go out for every incident.
     */
    automatic: ('notify' | 'revoke' | 'lock')[];
  };
  /**
   * Somebody was given far-reaching rights without an approved elevation (MITRE ATT&CK T1098).
   */
  privileges: {
    enabled: boolean;
    /**
     * Keys of roles that reach far.
     *
     * @maxItems 100
     */
    roles: string[];
    /**
     * Permissions that make any role reach far which gets them.
     *
     * @maxItems 100
     */
    permissions: string[];
    /**
     * What is done without waiting for anybody, once somebody's account is known to be in other hands. Notices go out for every incident.
     */
    automatic: ('notify' | 'revoke' | 'lock')[];
  };
  /**
   * Somebody stopped, shortened or altered what proves who did what (MITRE ATT&CK T1562.008).
   */
  audit: {
    enabled: boolean;
    /**
     * Ids of plugins that must run.
     *
     * @maxItems 100
     */
    plugins: string[];
    /**
     * Entries of the trail that are younger are not removed by any policy.
     */
    minimumDays: number;
    /**
     * Nothing was sealed for so long although activity runs.
     */
    stalledMinutes: number;
    /**
     * What is done without waiting for anybody, once somebody's account is known to be in other hands. Notices go out for every incident.
     */
    automatic: ('notify' | 'revoke' | 'lock')[];
  };
  /**
   * Where notices are sent, as JSON, through the egress rules, signed with HMAC-SHA-256.
   */
  webhook?: {
    url: string;
    /**
     * In the configuration file as secret://NAME or ${NAME}; at least 16 characters.
     */
    secret: string;
    /**
     * Of less nobody is told unless by hand.
     */
    minimumSeverity: 'low' | 'medium' | 'high' | 'critical';
  };
}
