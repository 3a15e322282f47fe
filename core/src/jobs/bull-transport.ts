import { DataWaveError, type Logger, type Principal } from '@datawave/plugin-sdk';
import type Bull from 'bull';
import type { Redis, RedisOptions } from 'ioredis';
import { ConnectionNames } from './connection-names.ts';
import { pluginOf, scopeOf } from './job-row.ts';
import type { Announcement, EphemeralMessage, JobTransport, TransportSink } from './transport.ts';

/** An id, or a whole ephemeral message, on its way through Redis. */
type Parcel =
  | { readonly i: string; readonly n: string }
  | {
      /** Name, payload, workspace, principal, request id and trace: names for them would weigh more than they do. */
      readonly e: readonly [string, unknown, string, Principal, string, string?];
      /** How often it was put back. */
      readonly t?: number;
    };

type PluginQueue = Bull.Queue<Parcel>;

/** Ids of one plugin that this process has in hand at most, running or waiting for their claim. */
const HANDS = 200;
/** An id is in Redis hands no longer than this: from then on its lease in PostgreSQL is what counts. */
const LONGEST_HOLD_MS = 1_000;
const PUT_BACK_MS = 500;
/** A connection on which a command is not answered for so long is dead: those that wait for the next id are after five seconds. */
const SILENCE_MS = 12_000;
/** Ephemeral work whose name no worker knows is given up after this many tries. */
const PUT_BACK_TRIES = 1_200;
/** Parcels that are sent in one go travel together, up to this many. */
const SEND_BATCH = 200;
/** Nothing of a parcel stays behind in Redis. */
const LEAVE_NOTHING: Bull.JobOptions = { removeOnComplete: true, removeOnFail: true };

/**
 * Hands ids out through Redis: one queue a plugin, each id goes to one worker, which claims it by key in PostgreSQL.
 * Nothing is lost with Redis but time: rows whose id has gone are found by the reconciler.
 */
export class BullTransport implements JobTransport {
  readonly trustMs = 1_000;
  readonly #redisUrl: string;
  readonly #prefix: string;
  readonly #log: Logger;
  readonly #queues = new Map<string, PluginQueue>();
  readonly #consumed = new Set<string>();
  readonly #clients: Redis[] = [];
  readonly #blocking: Redis[] = [];
  readonly #shared = new Map<'client' | 'subscriber', Redis>();
  #modules: { readonly Bull: typeof Bull; readonly Redis: typeof Redis } | null = null;
  #sink: TransportSink | null = null;
  #isStopping = false;
  #wasConnected = false;
  #lastComplaint = 0;
  #sends = new Map<
    string,
    {
      readonly parcels: Bull.JobOptions[];
      readonly data: Parcel[];
      readonly done: ((error: unknown) => void)[];
    }
  >();

  constructor(options: { readonly redisUrl: string; readonly prefix?: string; readonly log: Logger }) {
    this.#redisUrl = options.redisUrl;
    this.#prefix = options.prefix ?? 'datawave';
    this.#log = options.log;
  }

  async start(sink: TransportSink): Promise<void> {
    // Loaded only where it is used: it costs a tenth of a second.
    const [bull, ioredis] = await Promise.all([import('bull'), import('ioredis')]);
    this.#modules = { Bull: bull.default, Redis: ioredis.Redis };
    this.#sink = sink;
  }

  announce(jobs: readonly Announcement[]): void {
    // What plugins enqueue while they start is found by the first look into the database.
    if (this.#modules === null) return;
    for (const job of jobs) {
      // Bull serves numbered priorities before the others, lower numbers first; a lower one than usual goes the
      // usual way, and is passed over at the claim while better jobs wait.
      const options = job.priority > 0 ? { ...LEAVE_NOTHING, priority: 101 - job.priority } : LEAVE_NOTHING;
      this.#send(job.plugin, { i: job.id, n: job.name }, options, (error) => {
        if (error !== null)
          this.#complain('Ids of jobs could not be handed to Redis; the reconciler will find them', error);
      });
    }
  }

  sendEphemeral(message: EphemeralMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#send(message.plugin, { e: pack(message) }, LEAVE_NOTHING, (cause) => {
        if (cause === null) resolve();
        else reject(transportFailed(cause));
      });
    });
  }

  async consume(plugin: string): Promise<void> {
    const queue = this.#queue(plugin);
    if (this.#consumed.has(plugin)) {
      await queue.resume(true);
      return;
    }
    this.#consumed.add(plugin);
    queue
      .process(HANDS, (job) => this.#process(job.data))
      .catch((error: unknown) => {
        if (!this.#isStopping) this.#complain('A queue stopped working', error);
      });
  }

  async release(plugin: string): Promise<void> {
    if (this.#consumed.has(plugin)) await this.#queues.get(plugin)?.pause(true, true);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#sink = null;
    // Bull would say goodbye on connections that wait for the next id, and give up half a second later.
    for (const client of this.#blocking) client.disconnect();
    await Promise.all([...this.#queues.values()].map((queue) => queue.close(true).catch(() => undefined)));
    for (const client of this.#clients) client.disconnect();
  }

  async #process(parcel: Parcel): Promise<void> {
    const sink = this.#sink;
    if ('i' in parcel) {
      if (sink !== null) await withinHold(sink.offer(parcel.i, parcel.n));
      return;
    }
    const message = unpack(parcel.e);
    if (sink === null || !(await sink.ephemeral(message))) await this.#putBack(message, (parcel.t ?? 0) + 1);
  }

  /** This worker has no handler for it; in a while another one may take it. */
  async #putBack(message: EphemeralMessage, tries: number): Promise<void> {
    if (tries > PUT_BACK_TRIES) {
      this.#log.warn('Ephemeral work was given up: no worker knows it', { name: message.name });
      return;
    }
    await this.#queue(message.plugin).add(
      { e: pack(message), t: tries },
      { ...LEAVE_NOTHING, delay: PUT_BACK_MS },
    );
  }

  #send(plugin: string, data: Parcel, options: Bull.JobOptions, done: (error: unknown) => void): void {
    let batch = this.#sends.get(plugin);
    if (batch === undefined) {
      batch = { parcels: [], data: [], done: [] };
      this.#sends.set(plugin, batch);
      queueMicrotask(() => this.#flush(plugin));
    }
    batch.parcels.push(options);
    batch.data.push(data);
    batch.done.push(done);
  }

  #flush(plugin: string): void {
    const batch = this.#sends.get(plugin);
    this.#sends.delete(plugin);
    if (batch === undefined) return;
    const answer = (error: unknown): void => {
      for (const done of batch.done) done(error);
    };
    if (this.#modules === null) {
      answer(new Error('The transport has not been started'));
      return;
    }
    const queue = this.#queue(plugin);
    // Without a connection ioredis would queue without bound.
    if (this.#isStopping || (this.#wasConnected && queue.client.status !== 'ready')) {
      answer(new Error(`Redis is not connected (${queue.client.status})`));
      return;
    }
    const jobs = batch.data.map((data, index) => ({ data, opts: batch.parcels[index] ?? {} }));
    const chunks: Promise<unknown>[] = [];
    for (let at = 0; at < jobs.length; at += SEND_BATCH)
      chunks.push(queue.addBulk(jobs.slice(at, at + SEND_BATCH)));
    Promise.all(chunks).then(() => answer(null), answer);
  }

  #queue(plugin: string): PluginQueue {
    let queue = this.#queues.get(plugin);
    if (queue === undefined) {
      const names = new ConnectionNames(plugin);
      queue = new (this.#loaded().Bull)<Parcel>(plugin, {
        prefix: this.#prefix,
        // Bull's defaults take a minute to notice a killed worker. A parcel of a killed worker is not tried again:
        // for an id the lease decides, ephemeral work is allowed to be lost.
        settings: { lockDuration: 10_000, lockRenewTime: 3_000, stalledInterval: 5_000, maxStalledCount: 0 },
        createClient: (type, options) => this.#client(type, options, names),
      });
      // Bull would give the connections of all workers one name.
      queue.clientName = () => names.current;
      queue.on('error', (error) => this.#complain('Redis answered with an error', error));
      this.#queues.set(plugin, queue);
    }
    return queue;
  }

  /** All queues share the two connections that do not block. */
  #client(
    type: 'client' | 'subscriber' | 'bclient',
    options: RedisOptions | undefined,
    names: ConnectionNames,
  ): Redis {
    const make = (): Redis => {
      const client = new (this.#loaded().Redis)(this.#redisUrl, {
        ...options,
        maxRetriesPerRequest: null,
        enableReadyCheck: false,
        socketTimeout: SILENCE_MS,
        retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 2_000),
      });
      client.on('error', (error) => this.#complain('Redis is not reachable', error));
      client.once('ready', () => {
        this.#wasConnected = true;
      });
      // Bull adds listeners for each queue that shares a connection.
      client.setMaxListeners(0);
      this.#clients.push(client);
      return client;
    };
    if (type === 'bclient') {
      const client = make();
      this.#blocking.push(client);
      names.follow(client, (error) =>
        // Where that is not allowed the reconciler finds what is taken to nobody.
        this.#log.debug('Old connections to Redis could not be ended', { error }),
      );
      return client;
    }
    let client = this.#shared.get(type);
    if (client === undefined) {
      client = make();
      this.#shared.set(type, client);
    }
    return client;
  }

  #loaded(): { readonly Bull: typeof Bull; readonly Redis: typeof Redis } {
    if (this.#modules === null) throw new Error('The transport has not been started');
    return this.#modules;
  }

  #complain(message: string, error: unknown): void {
    if (this.#isStopping || Date.now() - this.#lastComplaint < 1_000) return;
    this.#lastComplaint = Date.now();
    this.#log.warn(message, { error });
  }
}

function pack({ name, payload, scope }: EphemeralMessage): Extract<Parcel, { readonly e: unknown }>['e'] {
  const { workspace, principal, requestId, traceparent } = scope;
  return traceparent === undefined
    ? [name, payload, workspace, principal, requestId]
    : [name, payload, workspace, principal, requestId, traceparent];
}

function unpack(packed: Extract<Parcel, { readonly e: unknown }>['e']): EphemeralMessage {
  const [name, payload, workspace, principal, requestId, traceparent] = packed;
  return {
    plugin: pluginOf(name),
    name,
    payload,
    scope: scopeOf(workspace, principal, requestId, traceparent ?? null),
  };
}

function withinHold(work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LONGEST_HOLD_MS);
    work.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function transportFailed(cause: unknown): DataWaveError {
  return new DataWaveError({
    code: 'DW_JOB_TRANSPORT',
    message: 'Ephemeral work could not be handed to the workers.',
    hint: 'Check that Redis is reachable under jobs.redis.url.',
    status: 503,
    cause,
  });
}
