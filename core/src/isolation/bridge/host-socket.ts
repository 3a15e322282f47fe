import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { DataWaveError } from '@datawave/plugin-sdk';
import { tooBusy } from '../isolation-errors.ts';
import { fieldsOf } from './shapes.ts';

/** Connections that one process of an isolated plugin may have open at a time, those that are being made included. */
export const MOST_SOCKETS = 256;
/** Bytes that have arrived from the network and wait for the plugin; beyond, the sender is held back. */
const AHEAD_BYTES = 512 * 1024;
/** Bytes that the plugin may hand over at once. It waits until they have left before it hands over more. */
export const WRITE_BYTES = 512 * 1024;

/**
 * Reads and writes of all connections of a plugin in a second; those beyond are answered in the next one. A plugin that waits for its
 * answers can so never send more than a process may.
 */
const CALLS_PER_SECOND = 20_000;

/** What a plugin may call of a socket. */
export const SOCKET_METHODS = ['read', 'write', 'end', 'destroy', 'set'] as const;

/** Why a connection broke off, as drivers look at it. */
export interface SocketFault {
  readonly message: string;
  readonly code: string | null;
  readonly syscall: string | null;
}

/** What one read answers: what has arrived, and whether more can come. */
export interface SocketRead {
  readonly chunks: readonly Uint8Array[];
  readonly isOver: boolean;
  readonly fault: SocketFault | null;
}

/**
 * The platform's end of a connection that an isolated plugin speaks over. The plugin asks for what has arrived, and hands over what is to
 * be sent, once at a time each: so what waits here is bounded, whatever the plugin or the other end do.
 */
export class HostSocket {
  readonly #socket: Socket;
  readonly #pace: () => Promise<unknown> | null;
  #chunks: Buffer[] = [];
  #waiting = 0;
  #fault: SocketFault | null = null;
  #hasEnded = false;
  #wake: (() => void) | null = null;
  #isReading = false;
  #isWriting = false;

  /**
   * @param onGone - called once, when the connection is no more
   * @param pace - what an answer waits for; null to be given at once
   */
  constructor(socket: Socket, onGone: (socket: HostSocket) => void, pace: () => Promise<unknown> | null) {
    this.#socket = socket;
    this.#pace = pace;
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#waiting += chunk.length;
      if (this.#waiting >= AHEAD_BYTES) socket.pause();
      this.#tell();
    });
    socket.on('error', (error) => {
      this.#fault ??= describe(error);
    });
    socket.once('end', () => {
      this.#hasEnded = true;
      this.#tell();
    });
    socket.once('close', () => {
      if (!this.#hasEnded) this.#fault ??= BROKEN;
      this.#hasEnded = true;
      this.#tell();
      onGone(this);
    });
  }

  /** What has arrived since, as soon as there is something. What came before a fault is handed over before it. */
  async read(): Promise<SocketRead> {
    if (this.#isReading) throw this.#misused('it reads twice at a time');
    this.#isReading = true;
    try {
      while (this.#chunks.length === 0 && !this.#hasEnded && this.#fault === null)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      await this.#pace();
      const chunks = this.#chunks;
      this.#chunks = [];
      this.#waiting = 0;
      if (chunks.length > 0) {
        this.#socket.resume();
        return { chunks, isOver: false, fault: null };
      }
      return { chunks, isOver: true, fault: this.#fault };
    } finally {
      this.#isReading = false;
    }
  }

  /** Answers once the operating system has taken all of it; why not, where the connection broke off. */
  async write(sent: unknown): Promise<SocketFault | null> {
    if (this.#isWriting) throw this.#misused('it writes before what it wrote has left');
    const chunks: readonly unknown[] = Array.isArray(sent) ? sent : [sent];
    if (!chunks.every((chunk) => chunk instanceof Uint8Array))
      throw this.#misused('it writes what is no bytes');
    const bytes = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (bytes > WRITE_BYTES) throw this.#misused(`it writes more than ${WRITE_BYTES} bytes at a time`);
    const socket = this.#socket;
    this.#isWriting = true;
    try {
      await this.#pace();
      return await new Promise((resolve) => {
        const gone = (): void => resolve(this.#fault ?? BROKEN);
        if (socket.destroyed) return gone();
        socket.once('close', gone);
        socket.cork();
        let left = chunks.length;
        if (left === 0) resolve(null);
        for (const chunk of chunks)
          socket.write(chunk, (error) => {
            left -= 1;
            if (!error && left > 0) return;
            socket.off('close', gone);
            resolve(error ? (this.#fault ?? describe(error)) : null);
          });
        socket.uncork();
      });
    } finally {
      this.#isWriting = false;
    }
  }

  /** Says to the other end that nothing more comes; what it still sends is read on. */
  end(): Promise<SocketFault | null> {
    const socket = this.#socket;
    return new Promise((resolve) => {
      if (socket.destroyed) return resolve(this.#fault ?? BROKEN);
      const gone = (): void => resolve(this.#fault ?? BROKEN);
      socket.once('close', gone);
      socket.end(() => {
        socket.off('close', gone);
        resolve(null);
      });
    });
  }

  destroy(isReset = false): void {
    this.#chunks = [];
    this.#waiting = 0;
    if (isReset === true && !this.#socket.destroyed) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  /** @param option - others than these change nothing here */
  set(option: unknown, isOn: unknown, delay: unknown): void {
    if (option === 'noDelay') this.#socket.setNoDelay(isOn !== false);
    if (option === 'keepAlive')
      this.#socket.setKeepAlive(isOn === true, typeof delay === 'number' && delay >= 0 ? delay : 0);
  }

  #tell(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }

  /** The plugin's own runtime never does this. */
  #misused(how: string): DataWaveError {
    this.#socket.destroy();
    return new DataWaveError({
      code: 'DW_ISOLATION_SOCKET',
      message: `The connection of an isolated plugin was closed: ${how}.`,
      hint: 'Use the socket that egress.connect answers as any other socket, and no handle of it.',
    });
  }
}

const BROKEN: SocketFault = { message: 'read ECONNRESET', code: 'ECONNRESET', syscall: 'read' };

/** Without addresses: what a name resolves to is the platform's to know. */
function describe(error: Error): SocketFault {
  const { code, syscall } = fieldsOf(error);
  if (typeof code !== 'string') return { message: 'the connection broke off', code: null, syscall: null };
  const call = typeof syscall === 'string' ? syscall : null;
  return { message: call === null ? code : `${call} ${code}`, code, syscall: call };
}

/** The connections of one process of an isolated plugin. They end with it. */
export class HostSockets {
  readonly #plugin: string;
  readonly #most: number;
  readonly #open = new Set<HostSocket>();
  readonly #ended = new AbortController();
  readonly #callsPerSecond: number;
  readonly #wait: (milliseconds: number) => Promise<unknown>;
  #connecting = 0;
  #second = 0;
  #calls = 0;

  constructor(
    plugin: string,
    {
      most = MOST_SOCKETS,
      callsPerSecond = CALLS_PER_SECOND,
      wait = delay,
    }: {
      readonly most?: number;
      readonly callsPerSecond?: number;
      readonly wait?: (milliseconds: number) => Promise<unknown>;
    } = {},
  ) {
    this.#plugin = plugin;
    this.#most = most;
    this.#callsPerSecond = callsPerSecond;
    this.#wait = wait;
  }

  get size(): number {
    return this.#open.size + this.#connecting;
  }

  /**
   * @param connect - makes the connection; given what aborts when the process ends
   * @throws DataWaveError DW_ISOLATION_BUSY for one too many
   */
  async open(connect: (signal: AbortSignal) => Promise<Socket>): Promise<HostSocket> {
    if (this.size >= this.#most)
      throw tooBusy(
        `The connection of the isolated plugin "${this.#plugin}"`,
        `${this.#most} of its connections are open`,
      );
    const { signal } = this.#ended;
    this.#connecting += 1;
    try {
      const socket = await connect(signal);
      const opened = new HostSocket(
        socket,
        (gone) => void this.#open.delete(gone),
        () => this.#pace(),
      );
      this.#open.add(opened);
      if (signal.aborted) opened.destroy();
      return opened;
    } finally {
      this.#connecting -= 1;
    }
  }

  /** What one more answer has to wait for. */
  #pace(): Promise<unknown> | null {
    const now = performance.now();
    const second = Math.floor(now / 1000);
    if (second !== this.#second) this.#calls = 0;
    this.#second = second;
    this.#calls += 1;
    return this.#calls <= this.#callsPerSecond ? null : this.#wait((second + 1) * 1000 - now);
  }

  /** Closes all, and those that are being made. */
  close(): void {
    this.#ended.abort();
    for (const socket of this.#open) socket.destroy();
  }
}
