// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * `permission`: searching, viewing and installing ask for registry:read. `public`: anybody may.
   */
  access: 'permission' | 'public';
  /**
   * Bytes of a tarball at most. What is larger is refused before it is looked into.
   */
  maxTarballBytes: number;
  /**
   * Bytes of all files of a tarball together at most.
   */
  maxUnpackedBytes: number;
  /**
   * How many versions of one plugin are kept at most; removed ones count, because their numbers stay taken.
   */
  maxVersions: number;
  /**
   * Bytes of all tarballs of one publisher together at most.
   */
  maxPublisherBytes: number;
  /**
   * How long after publishing a version its publisher may still remove it. Later only an administrator may.
   */
  unpublishHours: number;
  /**
   * `required`: what fails is refused. `advisory`: the result is stored and shown. `off`: it is not looked at.
   */
  checks: {
    /**
     * The manifest under `datawave` is there and valid.
     */
    manifest: 'required' | 'advisory' | 'off';
    /**
     * The range of SDK versions is one, and has an end.
     */
    sdkRange: 'required' | 'advisory' | 'off';
    /**
     * A green report of `plugin test` lies in the package and is about this version.
     */
    conformance: 'required' | 'advisory' | 'off';
    /**
     * A licence that is on the list, and its text.
     */
    licence: 'required' | 'advisory' | 'off';
    /**
     * Not larger than what plugins usually need.
     */
    size: 'required' | 'advisory' | 'off';
    /**
     * Nothing runs when the package is installed, and nothing else is pulled in.
     */
    installScripts: 'required' | 'advisory' | 'off';
    /**
     * No private key, token or password in the files.
     */
    secrets: 'required' | 'advisory' | 'off';
    /**
     * The name cannot be taken for that of another publisher's plugin or scope.
     */
    nameSimilarity: 'required' | 'advisory' | 'off';
    /**
     * The publisher has proved that the namespace is theirs: by a DNS record, by a CI's OpenID Connect token, or to an administrator.
     */
    namespace: 'required' | 'advisory' | 'off';
  };
  /**
   * SPDX identifiers that the check of the licence lets pass.
   *
   * @maxItems 200
   */
  licences: string[];
  /**
   * What the check of the size calls large, in bytes of all files.
   */
  usualUnpackedBytes: number;
  /**
   * How TXT records are looked up that prove a publisher's domain.
   */
  dns: {
    /**
     * Address of a resolver that speaks DNS over HTTPS (RFC 8484), such as https://dns.example.com/dns-query, asked through the egress policy. Null: no proof by DNS.
     */
    resolver: string | null;
  };
  /**
   * Text of sigstore's trusted_root.json. With it the provenance that comes with a version is verified, and a version whose provenance does not hold is refused. Null: it is kept, and shown as a claim.
   */
  provenanceRoot: string | null;
  /**
   * OpenID Connect issuers of CI systems whose tokens prove from where a version comes.
   *
   * @maxItems 50
   */
  trustedIssuers: string[];
  /**
   * Audience that such a token must name.
   */
  oidcAudience: string;
  /**
   * npm registries of which plugins are listed here, too.
   *
   * @maxItems 50
   */
  upstreams: {
    /**
     * What it is called here.
     */
    id: string;
    /**
     * Address of the registry: https://registry.npmjs.org.
     */
    url: string;
    /**
     * Names that are listed from it. They are its own: nobody publishes them here.
     *
     * @maxItems 1000
     */
    packages: string[];
    /**
     * `proxy`: tarballs are kept and served here. `refer`: clients are sent to the other registry; the hash stays the one checked here.
     */
    mode: 'proxy' | 'refer';
    /**
     * How many of the newest versions are listed.
     */
    versions: number;
  }[];
  /**
   * Five cron fields, UTC.
   */
  upstreamCron: string;
}
