/** How much may pass between the platform and an isolated plugin, and how long it may take. */
export interface ChannelLimits {
  /** Bytes of one message, as estimated before it is sent and as counted when it arrives. */
  readonly messageBytes: number;
  /** Values in one message: places of lists, fields and entries. */
  readonly messageValues: number;
  /** Calls that wait for an answer, in each direction. */
  readonly callsInFlight: number;
  /** Functions, objects and iterables that one side holds of the other. */
  readonly handles: number;
  /** Frames that the plugin may send in a second besides answers: calls, lines of the log, releases. More is a flood. */
  readonly framesPerSecond: number;
  /** Bytes that wait to be written; calls beyond are refused. */
  readonly queuedBytes: number;
  /** Milliseconds for a call; one that takes longer is answered with an error, whatever becomes of it. */
  readonly callMs: number;
}

export const CHANNEL_LIMITS: ChannelLimits = {
  messageBytes: 64 * 1024 * 1024,
  messageValues: 8_000_000,
  callsInFlight: 10_000,
  handles: 200_000,
  // A fifth of what the platform could take if it did nothing else.
  framesPerSecond: 50_000,
  queuedBytes: 128 * 1024 * 1024,
  // Scans, jobs and commands have shorter limits of their own, which end their calls by a signal.
  callMs: 30 * 60_000,
};

/** How a child process is watched. */
export interface WatchLimits {
  /** Megabytes of resident memory; more is a leak. */
  readonly memoryMb: number;
  /** Milliseconds without a turn of the plugin's event loop; more is a hang. */
  readonly hangMs: number;
  readonly pingMs: number;
  /** Milliseconds to import the plugin. */
  readonly startMs: number;
  /** Milliseconds that it is given to end by itself. */
  readonly graceMs: number;
  /** Milliseconds before the first restart; twice as long each time, up to the longest. */
  readonly backoffMs: number;
  readonly longestBackoffMs: number;
  /** So many failures within so many milliseconds disable the plugin. */
  readonly failures: number;
  readonly withinMs: number;
}

export const WATCH_LIMITS: WatchLimits = {
  memoryMb: 512,
  hangMs: 10_000,
  pingMs: 1_000,
  startMs: 20_000,
  graceMs: 2_000,
  backoffMs: 250,
  longestBackoffMs: 30_000,
  failures: 5,
  withinMs: 10 * 60_000,
};
