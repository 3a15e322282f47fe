import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { heapArguments, heapEnvironment } from '../../../../core/bin/launcher/heap.mjs';
import { freePort } from './free-port.ts';

const root = join(import.meta.dirname, '../../../..');
const START_PATIENCE_MS = 120_000;

/** What a platform is started with. */
export interface PlatformSettings {
  /** Null: the embedded database. */
  readonly databaseUrl: string | null;
  /** Settings of `scans`. */
  readonly scans?: Readonly<Record<string, unknown>>;
  /** Before the program: see {@link nodeArguments}. */
  readonly nodeArguments?: readonly string[];
}

/** What DATAWAVE_BENCH_NODE_ARGUMENTS has processes started with: `--cpu-prof` and the like. */
export const nodeArguments = (): readonly string[] =>
  (process.env['DATAWAVE_BENCH_NODE_ARGUMENTS'] ?? '').split(' ').filter((word) => word !== '');

/** A scan as its route shows it. */
export interface RunView {
  readonly id: string;
  readonly state: string;
  readonly tasks: { readonly total: number; readonly done: number; readonly failed: number };
  readonly columns: number;
  readonly sensitiveColumns: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** The platform in processes of its own, started by `datawave start`, used over HTTP. */
export class PlatformProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'datawave-bench-'));
  readonly #password = randomBytes(12).toString('hex');
  readonly #settings: PlatformSettings;
  readonly #children: ChildProcess[] = [];
  #port = 0;
  #token = '';
  #tokenAt = Number.NEGATIVE_INFINITY;

  constructor(settings: PlatformSettings) {
    this.#settings = settings;
    writeFileSync(
      join(this.folder, 'bench.yaml'),
      JSON.stringify({
        extends: join(root, 'config/minimal.yaml'),
        server: { host: '127.0.0.1', port: 8080, accessLog: false },
        storage: { url: settings.databaseUrl ?? 'embedded', data: join(this.folder, 'data') },
        log: { level: 'warn' },
        plugins: { '@datawave/plugin-scans': { config: settings.scans ?? {} } },
      }),
    );
  }

  /** Starts one more process. Answers its id once it is ready. */
  async start(role: 'all' | 'api' | 'worker'): Promise<number> {
    const port = await freePort();
    const log = join(this.folder, `${role}-${this.#children.length}.log`);
    const out = openSync(log, 'a');
    const child = spawn(
      process.execPath,
      [
        ...[
          '--disable-warning=ExperimentalWarning',
          ...heapArguments(role === 'worker'),
          ...(this.#settings.nodeArguments ?? []),
        ],
        ...[join(root, 'core/src/cli/main.ts'), 'start', '--config', join(this.folder, 'bench.yaml')],
        ...['--role', role, '--port', String(port), '--metrics-port', String(await freePort())],
      ],
      {
        cwd: root,
        env: { ...process.env, ...heapEnvironment(), DATAWAVE_ADMIN_PASSWORD: this.#password },
        stdio: ['ignore', out, out],
      },
    );
    this.#children.push(child);
    const deadline = performance.now() + START_PATIENCE_MS;
    for (;;) {
      if (child.exitCode !== null)
        throw new Error(`${role} ended: ${readFileSync(log, 'utf8').slice(-2000)}`);
      if (performance.now() > deadline)
        throw new Error(`${role} was not ready: ${readFileSync(log, 'utf8').slice(-2000)}`);
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
      if (answer?.ok === true) break;
      await sleep(50);
    }
    if (role !== 'worker') this.#port = port;
    if (child.pid === undefined) throw new Error(`${role} has no process id`);
    return child.pid;
  }

  /** Asks the API; what is not a success is an error. */
  async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await this.request(method, path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
    return text === '' ? null : JSON.parse(text);
  }

  async request(method: string, path: string, body?: unknown): Promise<Response> {
    if (performance.now() - this.#tokenAt > 240_000) await this.#signIn();
    return fetch(`http://127.0.0.1:${this.#port}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Registers a PostgreSQL database as a source. Answers its id. */
  async register(url: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const { hostname, port, username, password, pathname } = new URL(url);
    const source = await this.ask('POST', '/api/v1/sources', {
      title: `Bench ${pathname.slice(1)} ${port}`,
      connector: 'postgres',
      config: {
        ...{ host: hostname, port: Number(port), database: pathname.slice(1) },
        ...{ username, password: decodeURIComponent(password), sslMode: 'disable' },
      },
      ...more,
    });
    return String(Reflect.get(Object(source), 'id'));
  }

  async startScan(sourceId: string, mode: 'full' | 'incremental' = 'full'): Promise<string> {
    return String(Reflect.get(Object(await this.ask('POST', '/api/v1/scans', { sourceId, mode })), 'id'));
  }

  async run(id: string): Promise<RunView> {
    return (await this.ask('GET', `/api/v1/scans/${id}`)) as RunView;
  }

  /** Scans a source to its end. Answers the run and the seconds from the request to its end. */
  async scan(
    sourceId: string,
    mode: 'full' | 'incremental' = 'full',
  ): Promise<{ readonly run: RunView; readonly seconds: number }> {
    const began = performance.now();
    const id = await this.startScan(sourceId, mode);
    for (;;) {
      const run = await this.run(id);
      if (run.finishedAt !== null) return { run, seconds: (performance.now() - began) / 1000 };
      await sleep(100);
    }
  }

  /** The logs of all processes so far. */
  log(): string {
    return this.#children
      .flatMap((_, at) => ['all', 'api', 'worker'].map((role) => join(this.folder, `${role}-${at}.log`)))
      .flatMap((file) => {
        try {
          return [readFileSync(file, 'utf8')];
        } catch {
          return [];
        }
      })
      .join('\n');
  }

  /** Ends one process in good order. */
  async end(pid: number): Promise<void> {
    const child = this.#children.find((candidate) => candidate.pid === pid);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  async stop(): Promise<void> {
    for (const child of [...this.#children].reverse()) if (child.pid !== undefined) await this.end(child.pid);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #signIn(): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.#port}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: this.#password }),
    });
    if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
    this.#token = String(Reflect.get(Object(await answer.json()), 'accessToken'));
    this.#tokenAt = performance.now();
  }
}
