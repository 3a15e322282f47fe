import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Logger } from '@datawave/plugin-sdk';
import { hostScopes } from '../bridge/host-scopes.ts';
import { Peer, type Roots } from '../bridge/peer.ts';
import { guardedTransport } from '../channel/process-transport.ts';
import { isGone } from '../isolation-errors.ts';
import type { ChannelLimits, WatchLimits } from '../limits.ts';
import { type LineLimit, limitedLogger } from './limited-logger.ts';
import { logLines } from './line-output.ts';
import { Watchdog } from './watchdog.ts';

/** How a process ended. Only `stopped` was wanted. */
export interface LifeEnd {
  readonly kind: 'stopped' | 'crash' | 'hang' | 'leak' | 'flood';
  /** Completes "The isolated plugin ... ended: " */
  readonly reason: string;
}

export interface LifeParts {
  readonly plugin: { readonly id: string; readonly title: string };
  readonly spawn: () => ChildProcess;
  readonly log: Logger;
  readonly channel: ChannelLimits;
  readonly watch: WatchLimits;
  readonly lines: LineLimit;
  readonly roots: Roots;
  /** Ids of the workspaces that the process has been shown. */
  readonly shown: Set<string>;
  /** What is handed to it in the place of an object of the platform. */
  wrapObject(value: object): object;
  /** Takes out of a text what the plugin must not read. */
  readonly scrub: (text: string) => string;
  onEnd(end: LifeEnd): void;
}

/** One process of an isolated plugin, from its start to its end. */
export class ChildLife {
  readonly peer: Peer;
  readonly #parts: LifeParts;
  readonly #child: ChildProcess;
  #watchdog: Watchdog | null = null;
  readonly #ended: Promise<unknown>;
  #end: LifeEnd | null = null;
  #hasEnded = false;
  #lastError = '';

  constructor(parts: LifeParts) {
    this.#parts = parts;
    const { plugin, log, channel } = parts;
    const child = parts.spawn();
    this.#child = child;
    logLines(child.stdout, 'stdout', log);
    logLines(child.stderr, 'stderr', log, (line) => this.#notice(line));
    const onViolation = (reason: string): void => this.kill({ kind: 'flood', reason });
    this.peer = new Peer(guardedTransport(child, { messageBytes: channel.messageBytes * 2, onViolation }), {
      limits: channel,
      isGuarded: true,
      roots: parts.roots,
      scopes: hostScopes(plugin, parts.shown),
      errors: { scrub: parts.scrub, hasStack: false },
      wrapObject: (value) => parts.wrapObject(value),
      wrapLogger: (logger) => limitedLogger(logger, parts.lines),
      onViolation,
      onClose: () => this.#disconnected(),
    });
    this.#ended = once(child, 'exit').catch(() => undefined);
    child.once('exit', (code, signal) => this.#exited(code, signal));
    child.once('error', (error) => this.#exited(null, null, error));
  }

  /** From here on it has to answer: while it imports the plugin it cannot. */
  watch(): void {
    const ping = (): Promise<unknown> => this.peer.callRoot('ping', []);
    if (this.#end === null)
      this.#watchdog ??= new Watchdog(ping, this.#parts.watch, (fault) => this.kill(fault));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Ends it at once. */
  kill(end: LifeEnd): void {
    this.#end ??= end;
    // What waits need not wait for the operating system.
    this.#close(this.#end);
    this.#child.kill('SIGKILL');
  }

  /** Has it end by itself, for as long as it is given. Resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.#hasEnded) return;
    this.#end ??= { kind: 'stopped', reason: 'it was stopped' };
    const { graceMs } = this.#parts.watch;
    // Whether it cleaned up or not: it ends.
    await this.peer.callRoot('stop', [], 'stop', graceMs).catch((error: unknown) => {
      if (!this.#hasEnded) this.#parts.log.warn('The isolated plugin did not stop by itself.', { error });
    });
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), graceMs);
    await this.#ended;
    clearTimeout(timer);
  }

  /** Lets the platform end while it is still there; it ends itself then. */
  unref(): void {
    for (const handle of this.#handles()) handle.unref?.();
  }

  ref(): void {
    for (const handle of this.#handles()) handle.ref?.();
  }

  /** Whatever keeps this process from ending. Streams of a child are sockets, which their type does not say. */
  #handles(): readonly { ref?(): void; unref?(): void }[] {
    const { stdout, stderr, channel } = this.#child;
    return [this.#child, ...[channel, stdout, stderr].flatMap((handle) => handle ?? [])] as readonly {
      ref?(): void;
      unref?(): void;
    }[];
  }

  #notice(line: string): void {
    // Node's own way to say why it ends.
    if (/^(?:\w*Error\b|FATAL ERROR)/.test(line)) this.#lastError = line.slice(0, 300);
  }

  #disconnected(): void {
    if (this.#hasEnded || this.#end !== null) return;
    // A process that cannot be spoken with is of no use; mostly it is just ending.
    const timer = setTimeout(() => {
      if (!this.#hasEnded) this.kill({ kind: 'crash', reason: 'it closed its connection' });
    }, this.#parts.watch.graceMs);
    this.#child.once('exit', () => clearTimeout(timer));
  }

  #exited(code: number | null, signal: NodeJS.Signals | null, error?: Error): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const end = this.#end ?? this.#describe(code, signal, error);
    this.#close(end);
    this.#parts.onEnd(end);
  }

  #describe(code: number | null, signal: NodeJS.Signals | null, error?: Error): LifeEnd {
    if (error !== undefined) return { kind: 'crash', reason: `it could not be started: ${error.message}` };
    if (this.#lastError.includes('heap out of memory'))
      return { kind: 'leak', reason: 'it took more memory than it may have' };
    const how = signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`;
    return { kind: 'crash', reason: this.#lastError === '' ? how : `${how}: ${this.#lastError}` };
  }

  #close({ reason }: LifeEnd): void {
    this.#watchdog?.stop();
    this.peer.close(isGone(this.#parts.plugin.id, `${reason}.`));
  }
}
