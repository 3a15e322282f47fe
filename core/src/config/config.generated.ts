// Generated from config.schema.json; run "npm run generate".

/**
 * A DataWave configuration after extends and interpolation.
 */
export interface KernelSettings {
  /**
   * Files to inherit from, relative to this one; later ones win, this one most.
   */
  extends?: string | string[];
  /**
   * The HTTP server.
   */
  server: {
    /**
     * Address to listen on.
     */
    host: string;
    /**
     * Port to listen on; 0 takes a free one.
     */
    port: number;
    /**
     * Address under which browsers reach the platform, when a proxy stands before it. Origins are checked against it.
     */
    publicUrl?: string;
    /**
     * Believe X-Forwarded-For and X-Forwarded-Proto. Only behind a proxy that sets them.
     */
    trustProxy: boolean;
    /**
     * Write a line for each request.
     */
    accessLog: boolean;
    /**
     * The Prometheus endpoint, on a port of its own.
     */
    metrics: {
      enabled: boolean;
      host: string;
      port: number;
    };
    /**
     * What is asked of a sign-in.
     */
    auth: {
      /**
       * How long ago somebody may have proved who they are who does something dangerous.
       */
      recentSignInMinutes: number;
    };
    /**
     * How often one caller may use one route. Replicas share what was used where jobs.redis is set.
     */
    rates: {
      enabled: boolean;
      /**
       * Requests of one principal, or of one address where a route is public; so many at once, too.
       */
      perMinute: number;
      /**
       * The same for what is sent to sign in.
       */
      signInsPerMinute: number;
    };
    /**
     * What one client may ask for at most.
     */
    limits: {
      /**
       * Largest request body in bytes, where a route sets none.
       */
      bodyBytes: number;
      /**
       * Largest request head in bytes.
       */
      headerBytes: number;
      /**
       * Milliseconds for one request, where a route sets none.
       */
      requestMs: number;
      /**
       * Requests in progress at once; more are answered 503.
       */
      concurrentRequests: number;
      /**
       * Milliseconds that running requests get on shutdown.
       */
      drainMs: number;
    };
  };
  /**
   * PostgreSQL: embedded, or a server by URL.
   */
  storage: {
    /**
     * "embedded" or postgres://USER:PASSWORD@HOST:PORT/DATABASE. DATABASE_URL overrides it.
     */
    url: string;
    /**
     * The owner's connection, where the application's role may not own tables.
     */
    migrationUrl?: string;
    /**
     * Folder of the embedded database, keys and files; relative to the project folder.
     */
    data: string;
    /**
     * Connections to the database.
     */
    poolSize: number;
    /**
     * Prepare what is written often once a connection, which spares the server work. Not where a pooler such as pgbouncer gives each transaction another connection. The embedded database always does.
     */
    prepare: boolean;
  };
  /**
   * How workers are woken. Jobs are rows in PostgreSQL either way.
   */
  jobs: {
    transport: 'postgres' | 'bull';
    redis?: {
      /**
       * REDIS_URL overrides it.
       */
      url: string;
    };
    /**
     * Seconds after which the work of a process that has vanished is given to another.
     */
    leaseSeconds: number;
    /**
     * Days that finished jobs are kept.
     */
    retentionDays: number;
  };
  /**
   * How stored secrets are encrypted.
   */
  secrets: {
    /**
     * Where the keys lie: local for the key file, or the id of a plugin such as kms-vault. Secrets that this file names stay under the local key.
     */
    provider: string;
    /**
     * Hours that a replaced value stays readable for what runs with it.
     */
    graceHours: number;
  };
  /**
   * Where the platform may connect to. Cloud metadata and link-local addresses are refused unless allowed here.
   */
  egress: {
    /**
     * Host globs or CIDR blocks, with an optional :PORT. When not empty, nothing else is allowed.
     */
    allow: string[];
    /**
     * Host globs or CIDR blocks. Wins over allow.
     */
    deny: string[];
    /**
     * Allow unix-domain sockets.
     */
    allowLocalSockets: boolean;
  };
  log: {
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
    /**
     * auto is pretty on a terminal and json elsewhere.
     */
    format: 'auto' | 'json' | 'pretty';
  };
  boot: {
    /**
     * Milliseconds that a plugin's import, setup and start may each take.
     */
    pluginBudgetMs: number;
  };
  /**
   * Where the code of plugins runs that were installed on the platform, by how far they are trusted.
   */
  isolation: {
    /**
     * Of a publisher that a registry has verified: a process of its own, or one without network and privileges.
     */
    verified: 'child' | 'confined';
    /**
     * Of anybody else.
     */
    community: 'child' | 'confined';
    /**
     * What becomes of a plugin that is to be confined where the host does not allow it.
     */
    whenUnavailable: 'refuse' | 'child';
    /**
     * Megabytes of memory that the process of one plugin may take; it is restarted when it takes more.
     */
    memoryMb: number;
    /**
     * A plugin whose process does not answer for so long is restarted.
     */
    hangSeconds: number;
    /**
     * A plugin whose process fails so often within failuresWithinSeconds is disabled.
     */
    failures: number;
    failuresWithinSeconds: number;
  };
  /**
   * Where plugins are installed from, in an npm registry's protocol. Nothing is asked that is not named here.
   */
  registries: {
    name: string;
    /**
     * Base address, as an npm client is given it: https://registry.example.com/api/v1/npm/.
     */
    url: string;
    /**
     * Scopes that come from here and from nowhere else.
     */
    scopes: string[];
    /**
     * File with the registry's root of trust (N.root.json), relative to the project folder. With it nothing is taken that the registry has not signed; without it all that comes from here counts as of the community.
     */
    root?: string;
    /**
     * File with sigstore's trusted root (trusted_root.json), relative to the project folder. With it the provenance of what comes from here is verified, without a network, and what does not hold is refused.
     */
    provenance?: string;
    /**
     * Takes nothing from here unless it is proven from which repository it was built. Needs "provenance".
     */
    requireProvenance: boolean;
    /**
     * What the registry knows us by, as secret://NAME.
     */
    token?: string;
    /**
     * Of registries to which no scope is pinned the lowest is asked first.
     */
    priority: number;
  }[];
  /**
   * How plugins are installed on the running platform.
   */
  packages: {
    /**
     * Seconds for which a change of plugins is watched after the restart; when the platform or a changed plugin fails meanwhile the former plugins come back.
     */
    watchSeconds: number;
    /**
     * Seconds that a replica has to be ready again after it began anew with other plugins; then the next one begins, whether it is or not.
     */
    turnSeconds: number;
    /**
     * Seconds that a new plugin has to be loaded on trial, in a process of its own.
     */
    trialSeconds: number;
    /**
     * Largest accepted package in bytes.
     */
    maxBytes: number;
    /**
     * Minutes between two looks at what registries with a root of trust have revoked of what is installed; 0 never looks.
     */
    revocationsMinutes: number;
    /**
     * Changes of plugins whose packages are kept, so that one can go back to them.
     */
    keepLocks: number;
  };
  /**
   * Plugins by npm name.
   */
  plugins: {
    [k: string]: {
      enabled: boolean;
      /**
       * The boot is aborted when this plugin does not start.
       */
      critical: boolean;
      /**
       * The plugin's own settings, checked against its schema.
       */
      config: {};
      /**
       * Where its code runs, in place of what is due to it: only stricter, unless it is accepted.
       */
      isolation?:
        | ('in-process' | 'child' | 'confined')
        | {
            level: 'in-process' | 'child' | 'confined';
            accepted: boolean;
          };
    } | null;
  };
}
