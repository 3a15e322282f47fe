/** How the platform is served; the `server` key of the configuration, defaults filled in. */
export interface ServerConfig {
  /** Address to listen on. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Address under which browsers reach the platform, when a proxy stands before it. */
  readonly publicUrl?: string;
  /** Believe X-Forwarded-For and X-Forwarded-Proto. */
  readonly trustProxy: boolean;
  readonly accessLog: boolean;
  readonly metrics: { readonly enabled: boolean; readonly host: string; readonly port: number };
  readonly auth: {
    /** How long ago somebody may have proved who they are who uses a route that asks for a recent sign-in. */
    readonly recentSignInMinutes: number;
  };
  readonly rates: RateConfig;
  readonly limits: ServerLimits;
}

/** How often one caller may use one route that says nothing else itself. */
export interface RateConfig {
  readonly enabled: boolean;
  /** Requests of one principal, or of one address where a route is public. */
  readonly perMinute: number;
  /** The same for what is sent to sign in. */
  readonly signInsPerMinute: number;
}

/** What one client may ask for at most. */
export interface ServerLimits {
  /** Largest request body in bytes, where a route sets none. */
  readonly bodyBytes: number;
  /** Largest request head in bytes. */
  readonly headerBytes: number;
  /** Milliseconds for one request, where a route sets none. */
  readonly requestMs: number;
  /** Requests in progress at once; more are answered 503. Open event streams count apart, against the same bound. */
  readonly concurrentRequests: number;
  /** Milliseconds that running requests get on shutdown. */
  readonly drainMs: number;
}

/** The values that stand in the configuration's schema as defaults. */
export const SERVER_DEFAULTS: ServerConfig = {
  host: '127.0.0.1',
  port: 8080,
  trustProxy: false,
  accessLog: true,
  metrics: { enabled: true, host: '127.0.0.1', port: 9464 },
  auth: { recentSignInMinutes: 10 },
  rates: { enabled: true, perMinute: 6_000, signInsPerMinute: 300 },
  limits: {
    bodyBytes: 1_048_576,
    headerBytes: 16_384,
    requestMs: 30_000,
    concurrentRequests: 512,
    drainMs: 10_000,
  },
};
