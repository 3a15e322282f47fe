import { Duplex, type DuplexOptions } from 'node:stream';
import { WRITE_BYTES } from './host-socket.ts';
import type { RemoteAnswer } from './remote.ts';
import { fieldsOf } from './shapes.ts';

/** Calls the platform's end. */
export type SocketCall = (method: string, args: readonly unknown[]) => RemoteAnswer;

/** A socket is not collected while it is open, whoever holds it: so it is in process, too. */
const open = new Set<ChannelSocket>();

const BUFFER_BYTES = 256 * 1024;

type WriteCallback = (error?: Error | null) => void;

/**
 * A connection that the platform made for the plugin, as drivers take one: a stream of bytes with the methods of `net.Socket`. What is not
 * read is not asked for, and what is written is taken as fast as the other end takes it.
 */
export class ChannelSocket extends Duplex {
  readonly #call: SocketCall;
  #isAsking = false;
  #timer: NodeJS.Timeout | null = null;
  /** Milliseconds without a byte in either direction after which `timeout` is told; undefined for never. */
  timeout: number | undefined;
  readonly connecting = false;
  readonly pending = false;
  bytesRead = 0;
  bytesWritten = 0;

  constructor(call: SocketCall) {
    const options: DuplexOptions = {
      ...{ allowHalfOpen: false, autoDestroy: true, emitClose: true, decodeStrings: true },
      ...{ readableHighWaterMark: BUFFER_BYTES, writableHighWaterMark: BUFFER_BYTES },
    };
    super(options);
    this.#call = call;
    open.add(this);
    // That the other end is gone is heard though nobody reads, as by any socket.
    setImmediate(() => {
      if (!this.destroyed) this.read(0);
    });
  }

  get readyState(): string {
    if (this.destroyed) return 'closed';
    if (this.readable && this.writable) return 'open';
    return this.readable ? 'readOnly' : this.writable ? 'writeOnly' : 'closed';
  }

  override _read(): void {
    if (this.#isAsking || this.destroyed) return;
    this.#isAsking = true;
    this.#call('read', []).then(
      (answer) => {
        this.#isAsking = false;
        this.#arrived(answer);
      },
      (error: Error) => {
        this.#isAsking = false;
        this.destroy(error);
      },
    );
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: WriteCallback): void {
    this.#send([chunk], done);
  }

  override _writev(queued: readonly { readonly chunk: unknown }[], done: WriteCallback): void {
    this.#send(
      queued.map(({ chunk }) => chunk as Uint8Array),
      done,
    );
  }

  override _final(done: WriteCallback): void {
    this.#call('end', []).then(
      (fault) => done(errorOf(fault)),
      (error: Error) => done(error),
    );
  }

  override _destroy(error: Error | null, done: WriteCallback): void {
    this.#stopTimer();
    open.delete(this);
    // It is closed when the platform's end is, and not before what led to it has been told by whoever reads and writes through it: drivers
    // take a connection that closes for one that broke off. Where that end is not there any more, there is nothing left to close.
    const over = (): void => done(error);
    this.#call('destroy', []).then(over, over);
  }

  /** Closes it as soon as what was written has left. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  resetAndDestroy(): this {
    this.#call('destroy', [true]).catch(() => undefined);
    return this.destroy();
  }

  setNoDelay(isOn = true): this {
    return this.#set('noDelay', isOn);
  }

  setKeepAlive(isOn = false, delay = 0): this {
    return this.#set('keepAlive', isOn, delay);
  }

  setTimeout(milliseconds: number, listener?: () => void): this {
    this.timeout = milliseconds;
    if (listener !== undefined && milliseconds === 0) this.off('timeout', listener);
    else if (listener !== undefined) this.once('timeout', listener);
    this.#touch();
    return this;
  }

  /** The channel keeps the process running, and ends it. */
  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  #set(...args: readonly unknown[]): this {
    this.#call('set', args).catch(() => undefined);
    return this;
  }

  #arrived(answer: unknown): void {
    if (this.destroyed) return;
    const { chunks, isOver, fault } = fieldsOf(answer);
    this.#touch();
    for (const chunk of Array.isArray(chunks) ? (chunks as readonly Uint8Array[]) : []) {
      this.bytesRead += chunk.length;
      // Whatever it answers: what has come is kept, and more is asked for when there is room.
      this.push(chunk);
    }
    const error = errorOf(fault);
    if (error !== null) this.destroy(error);
    else if (isOver === true) this.push(null);
  }

  /** In pieces, each sent when the former has left. */
  #send(chunks: readonly Uint8Array[], done: WriteCallback): void {
    this.#sendPieces(pieces(chunks)).then(
      (error) => done(error),
      (error: Error) => done(error),
    );
  }

  async #sendPieces(all: Iterable<readonly Uint8Array[]>): Promise<Error | null> {
    for (const piece of all) {
      const fault = errorOf(await this.#call('write', [piece]));
      if (fault !== null) return fault;
      for (const { length } of piece) this.bytesWritten += length;
      this.#touch();
    }
    return null;
  }

  #touch(): void {
    this.#stopTimer();
    if (this.timeout === undefined || this.timeout === 0 || this.destroyed) return;
    this.#timer = setTimeout(() => this.emit('timeout'), this.timeout).unref();
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** What is to be sent, in lists of at most so many bytes as the platform takes at a time. */
function* pieces(chunks: readonly Uint8Array[]): Generator<readonly Uint8Array[]> {
  let piece: Uint8Array[] = [];
  let bytes = 0;
  for (const chunk of chunks)
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + WRITE_BYTES - bytes);
      piece.push(part);
      bytes += part.length;
      at += part.length;
      if (bytes < WRITE_BYTES) continue;
      yield piece;
      piece = [];
      bytes = 0;
    }
  if (piece.length > 0) yield piece;
}

function errorOf(sent: unknown): Error | null {
  if (sent === null || sent === undefined) return null;
  const { message, code, syscall } = fieldsOf(sent);
  const error = new Error(typeof message === 'string' ? message : 'the connection broke off');
  return Object.assign(
    error,
    ...[typeof code === 'string' ? { code } : {}, typeof syscall === 'string' ? { syscall } : {}],
  );
}
