import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pluginFolder } from '@datawave/core/test-platform';
import { expect } from 'chai';
import {
  ADMIN_PASSWORD,
  type Reply,
  type Sent,
  ServedIdentity,
} from '../../plugins/identity/test/served-identity.ts';
import { pluginPackage } from './plugin-package.ts';

/** What a run of npm printed, and how it ended. */
export interface NpmRun {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

const PASSWORD = 'a long enough pass phrase';
const PERMISSIONS = ['registry:read', 'registry:publish', 'registry:review'];

/** The registry with accounts and roles in a platform of its own, asked over HTTP and by the ordinary npm client. */
export class ServedRegistry {
  readonly #served: ServedIdentity;
  readonly #folder: string;
  #clients = 0;

  private constructor(served: ServedIdentity, folder: string) {
    this.#served = served;
    this.#folder = folder;
  }

  static async start(config: object = {}): Promise<ServedRegistry> {
    const served = await ServedIdentity.start({
      settings: { server: { rates: { enabled: false } } },
      plugins: [pluginFolder('access'), { directory: join(import.meta.dirname, '..'), config }],
    });
    const state = served.test.plugin('registry');
    expect(state.state, String(state.reason)).to.equal('active');
    return new ServedRegistry(served, await mkdtemp(join(tmpdir(), 'datawave-registry-')));
  }

  get test(): ServedIdentity['test'] {
    return this.#served.test;
  }

  /** Without a slash at its end. */
  get base(): string {
    return `${this.test.kernel.address}/api/v1/npm`;
  }

  query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#served.query<Row>(text, values);
  }

  /** Below `/api/v1/npm`. */
  call(method: string, path: string, sent: Sent = {}): Promise<Reply> {
    return this.#served.call(method, `/npm${path}`, sent);
  }

  administrator(): Promise<string> {
    return this.#served.tokenOf('admin', ADMIN_PASSWORD);
  }

  /** An account with an API token that may publish, or has the permissions given. */
  async publisher(username: string, permissions: readonly string[] = PERMISSIONS): Promise<string> {
    const admin = await this.administrator();
    await this.#role(admin);
    const id = await this.#served.makeUser(username, PASSWORD, []);
    const assigned = await this.#served.call('POST', '/role-assignments', {
      token: admin,
      body: {
        role: 'plugin-publisher',
        holder: { kind: 'principal', id, name: username },
        everywhere: true,
      },
    });
    expect(assigned.status, JSON.stringify(assigned.body)).to.equal(201);
    const token = await this.#served.tokenOf(username, PASSWORD);
    const made = await this.#served.call('POST', '/api-tokens', {
      token,
      body: { name: 'npm', permissions },
    });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    return String(made.body['token']);
  }

  async #role(admin: string): Promise<void> {
    const made = await this.#served.call('POST', '/roles', {
      token: admin,
      body: {
        key: 'plugin-publisher',
        title: 'Plugin publisher',
        permissions: PERMISSIONS,
        everywhere: true,
      },
    });
    expect([201, 409], JSON.stringify(made.body)).to.include(made.status);
  }

  /** An npm client with a configuration and a cache of its own, signed in by a token, or not at all. */
  async client(token: string | null): Promise<NpmClient> {
    this.#clients += 1;
    const home = join(this.#folder, `client-${this.#clients}`);
    await mkdir(home);
    const registry = `${this.base}/`;
    await writeFile(
      join(home, '.npmrc'),
      [
        `registry=${registry}`,
        ...(token === null ? [] : [`${registry.replace(/^http:/, '')}:_authToken=${token}`]),
        'audit=false',
        'fund=false',
        'update-notifier=false',
        'fetch-retries=0',
        '',
      ].join('\n'),
    );
    return new NpmClient(home);
  }

  async stop(): Promise<void> {
    await this.#served.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** The npm of the PATH in a home of its own. */
export class NpmClient {
  readonly home: string;
  #packages = 0;

  constructor(home: string) {
    this.home = home;
  }

  run(args: readonly string[], cwd = this.home): Promise<NpmRun> {
    return new Promise((resolve) => {
      execFile(
        'npm',
        [...args],
        {
          cwd,
          env: {
            PATH: process.env['PATH'],
            HOME: this.home,
            npm_config_userconfig: join(this.home, '.npmrc'),
            npm_config_globalconfig: join(this.home, 'global.npmrc'),
            npm_config_cache: join(this.home, 'cache'),
          },
        },
        (error, output, errors) =>
          resolve({
            code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1,
            output,
            errors,
          }),
      );
    });
  }

  /** What npm prints with `--json`. @throws AssertionError with what it printed, when it failed */
  async json(args: readonly string[], cwd = this.home): Promise<unknown> {
    const run = await this.run([...args, '--json'], cwd);
    expect(run.code, run.errors + run.output).to.equal(0);
    return JSON.parse(run.output);
  }

  /** A folder with a small plugin. @returns where it is */
  async plugin(
    name: string,
    version: string,
    over: {
      readonly packageJson?: Readonly<Record<string, unknown>>;
      readonly manifest?: Readonly<Record<string, unknown>>;
      readonly files?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<string> {
    this.#packages += 1;
    const folder = join(this.home, `package-${this.#packages}`);
    const packageJson = pluginPackage(name, version, over);
    const files = { ...PLUGIN_FILES, ...over.files, 'package.json': JSON.stringify(packageJson) };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return folder;
  }

  publish(folder: string, args: readonly string[] = []): Promise<NpmRun> {
    return this.run(['publish', ...args], folder);
  }
}

const PLUGIN_FILES: Readonly<Record<string, string>> = {
  'dist/index.js': 'export default {};\n',
  'README.md': '# Ledger\n\nReads double-entry bookkeeping.\n',
  'CHANGELOG.md': '## 1.0.0\n\nFirst.\n',
  LICENSE: 'Apache License, Version 2.0\n',
};
