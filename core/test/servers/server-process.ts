import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chmodSync, chownSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './server-program.ts';

/** How long a server may take until it answers, and until it has ended, in milliseconds. */
const START_LIMIT = 90_000;
const STOP_LIMIT = 30_000;

/** An account that servers run under when the tests run as root, because some of them refuse root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** A folder and a process of a test's own server. */
export class ServerProcess {
  readonly folder: string;
  readonly account: Account | undefined;
  #child: ChildProcess | undefined;
  readonly #onExit = (): void => {
    if (this.#child?.pid !== undefined && this.isRunning) process.kill(this.#child.pid, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  };

  constructor(name: string, account?: Account, parent = tmpdir()) {
    this.account = account;
    this.folder = mkdtempSync(join(parent, `datawave-${name}-`));
    chmodSync(this.folder, 0o700);
    if (account !== undefined) chownSync(this.folder, account.uid, account.gid);
    process.on('exit', this.#onExit);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Runs a preparing command, such as initdb, under the server's account. */
  prepare(command: string, args: readonly string[]): void {
    execFileSync(command, args, {
      ...this.account,
      cwd: this.folder,
      env: plainEnvironment(this.folder),
      stdio: 'pipe',
    });
  }

  /** Starts the server and waits until `isReady` answers true. It dies with the test process. */
  async start(command: string, args: readonly string[], isReady: () => Promise<boolean>): Promise<void> {
    const log = openSync(join(this.folder, 'server.log'), 'a');
    const guard = findProgram('setpriv');
    const [file, list] =
      guard === undefined ? [command, args] : [guard, ['--pdeathsig', 'KILL', '--', command, ...args]];
    this.#child = spawn(file, list, {
      ...this.account,
      cwd: this.folder,
      env: plainEnvironment(this.folder),
      stdio: ['ignore', log, log],
    });
    this.#child.unref();
    closeSync(log);
    const failure = new Promise<never>((_resolve, reject) => {
      this.#child?.once('error', reject);
      this.#child?.once('exit', (code, signal) => {
        reject(new Error(`${command} ended with ${signal ?? code}:\n${this.readLog()}`));
      });
    });
    await Promise.race([failure, this.#waitUntil(command, isReady)]);
    failure.catch(() => undefined);
  }

  /** Sends a signal, SIGKILL for a crash. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || !this.isRunning) return;
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
    });
    child.ref();
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT);
    await ended;
    clearTimeout(timer);
  }

  /** Ends the server and removes its folder. */
  async dispose(signal: NodeJS.Signals): Promise<void> {
    await this.end(signal);
    process.off('exit', this.#onExit);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  readLog(): string {
    return readFileSync(join(this.folder, 'server.log'), 'utf8').slice(-4_000);
  }

  async #waitUntil(command: string, isReady: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + START_LIMIT;
    while (!(await isReady())) {
      if (performance.now() > deadline) throw new Error(`${command} is not ready:\n${this.readLog()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** The first of some accounts that exists, when the tests run as root; otherwise the tests' own. */
export function unprivilegedAccount(...names: readonly string[]): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of names) {
    const found = accounts.find((fields) => fields[0] === name);
    if (found !== undefined) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error(`none of the accounts ${names.join(', ')} exists`);
}

/**
 * A port of the loopback interface that is free now. It lies below those that systems give to outgoing connections:
 * while a test's server is down, one of these could take its port, even a client that tries to reach it again.
 * Who runs several suites beside each other gives each a range of its own in `DATAWAVE_TEST_PORTS`: `20000-24000`.
 */
export async function freePort(): Promise<number> {
  const [, from = 12_000, to = 20_000] = /^(\d+)-(\d+)$/.exec(process.env['DATAWAVE_TEST_PORTS'] ?? '') ?? [];
  for (;;) {
    const port = randomInt(Number(from), Number(to));
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Nothing of the developer's own settings (PGHOST, MYSQL_HOME, ...) reaches a test's server. */
function plainEnvironment(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: home, TMPDIR: home, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}
