import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../test/servers/server-program.ts';

/** Waiting longer for a process to be ready has found a fault and not a slow machine, in milliseconds. */
const START_PATIENCE_MS = 90_000;

/** What a process of the platform is started with, as JSON on its command line. */
export interface NodeOrder {
  readonly role: 'api' | 'worker';
  readonly port: number;
  readonly folder: string;
  readonly databaseUrl: string;
  /** Null: PostgreSQL brings the work. */
  readonly redisUrl: string | null;
  readonly leaseSeconds: number;
  readonly password: string;
  readonly staged: readonly StagedTable[];
}

/** A table of the staged source. */
export interface StagedTable {
  readonly name: string;
  /** How long it takes to answer. */
  readonly waitMs: number;
  /** How many parts it is read in; 0: in one go. */
  readonly slices: number;
  readonly behaviour: 'answers' | 'crashes' | 'poisons' | 'hangs' | 'is-busy' | 'eats-memory';
}

/** One process of the platform, started again whenever it ends until it is to stay down. */
export class NodeProcess {
  readonly name: string;
  readonly order: NodeOrder;
  /** Ends that nobody asked for. */
  readonly surprises: string[] = [];
  #ends = 0;
  readonly #logFile: string;
  #child: ChildProcess | null = null;
  #expects = false;
  #restartAfterMs = 500;
  #staysDown = false;
  #restarting: Promise<void> = Promise.resolve();
  readonly #onExit = (): void => {
    this.#child?.kill('SIGKILL');
  };

  constructor(name: string, order: NodeOrder) {
    this.name = name;
    this.order = order;
    this.#logFile = join(order.folder, `${name}.log`);
    process.prependListener('exit', this.#onExit);
  }

  get address(): string {
    return `http://127.0.0.1:${this.order.port}`;
  }

  /** How often it ended, whoever had it do so. */
  get ends(): number {
    return this.#ends;
  }

  /** From now on the process may end by itself, as plugins may have it do. */
  expectEnds(): void {
    this.#expects = true;
  }

  /** Starts it; resolves once it says that it is ready. */
  async start(): Promise<void> {
    const log = openSync(this.#logFile, 'a');
    const guard = findProgram('setpriv');
    const command = [
      process.execPath,
      ...['--disable-warning=ExperimentalWarning', '--max-old-space-size=320'],
      ...['--import', join(import.meta.dirname, 'shift-clock.ts')],
      ...[join(import.meta.dirname, 'node-program.ts'), JSON.stringify(this.order)],
    ];
    const [file = '', ...args] =
      guard === undefined ? command : [guard, '--pdeathsig', 'KILL', '--', ...command];
    const child = spawn(file, args, { stdio: ['ignore', log, log, 'ipc'] });
    closeSync(log);
    this.#child = child;
    child.on('error', () => undefined);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    child.once('message', () => resolve());
    child.once('exit', (code, signal) =>
      reject(new Error(`${this.name} ended with ${signal ?? code} while it started: ${this.#lastWords()}`)),
    );
    const timer = setTimeout(
      () => reject(new Error(`${this.name} was not ready after ${START_PATIENCE_MS} ms`)),
      START_PATIENCE_MS,
    );
    try {
      await promise;
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    } finally {
      clearTimeout(timer);
    }
    const ended = (): void => this.#ended(child, child.signalCode ?? String(child.exitCode));
    if (child.exitCode === null && child.signalCode === null) child.once('exit', ended);
    else ended();
  }

  /** Ends it as kill -9 does; it is started again after a while. */
  kill(restartAfterMs: number): void {
    this.#restartAfterMs = restartAfterMs;
    this.#expects = true;
    this.#child?.kill('SIGKILL');
  }

  /** Stands still until {@link go}. */
  stop(): void {
    this.#child?.kill('SIGSTOP');
  }

  go(): void {
    this.#child?.kill('SIGCONT');
  }

  moveClock(clockMs: number): void {
    if (this.#child?.connected === true) this.#child.send({ clockMs });
  }

  async end(): Promise<void> {
    this.#staysDown = true;
    await this.#restarting.catch(() => undefined);
    const child = this.#child;
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGKILL');
      await gone;
    }
    process.off('exit', this.#onExit);
  }

  /** What it said last: the folder with the logs is gone when somebody asks why. */
  #lastWords(): string {
    return readFileSync(this.#logFile, 'utf8').trimEnd().slice(-1_000);
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#child !== child || this.#staysDown) return;
    this.#ends += 1;
    if (!this.#expects) this.surprises.push(`${this.name} ended by itself with ${how}`);
    const wait = this.#restartAfterMs;
    this.#restarting = this.#restart(wait);
    this.#restarting.catch(() => undefined);
  }

  async #restart(waitMs: number): Promise<void> {
    for (let tries = 1; !this.#staysDown; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, tries === 1 ? waitMs : 500));
      if (this.#staysDown) return;
      try {
        await this.start();
        return;
      } catch {
        // What it needs may be down as well; whoever waits for it sees that it does not come.
      }
    }
  }
}
