import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDatabase } from '@datawave/core/test-platform';
import { createTestKernel, type TestKernel, type TestPlugin } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { PasswordHasher } from '../src/passwords/password-hasher.ts';

export const ADMIN_PASSWORD = 'the first way back in';

/** What came back, with the parts that tests look at. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  readonly code: unknown;
}

/** What goes along with a request. */
export interface Sent {
  readonly body?: unknown;
  /** Access, API or any other token, as `Authorization: Bearer`. */
  readonly token?: string;
  /** A browser, with its cookies and its CSRF token. */
  readonly browser?: Browser;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A browser's cookies, and the token that its pages send. */
export class Browser {
  readonly cookies = new Map<string, string>();
  csrf: string | null = null;

  get header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  take(reply: Reply): void {
    for (const line of reply.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    if (typeof reply.body['csrfToken'] === 'string') this.csrf = reply.body['csrfToken'];
  }
}

/** A running identity over a database of its own, asked over HTTP as anybody would. */
export class ServedIdentity {
  readonly folder: string;
  readonly test: TestKernel;

  constructor(folder: string, test: TestKernel) {
    this.folder = folder;
    this.test = test;
  }

  static async start(
    options: {
      readonly config?: object;
      /** Of the kernel. */
      readonly settings?: Readonly<Record<string, unknown>>;
      readonly plugins?: readonly TestPlugin[];
      readonly folder?: string;
    } = {},
  ): Promise<ServedIdentity> {
    const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'datawave-identity-')));
    const test = await createTestKernel({
      dataDirectory: folder,
      http: 'always',
      ...(options.settings === undefined ? {} : { settings: options.settings }),
      plugins: [
        { directory: join(import.meta.dirname, '..'), config: { ...options.config } },
        ...(options.plugins ?? []),
      ],
    });
    const state = test.plugin('identity');
    expect(state.state, String(state.reason)).to.equal('active');
    const served = new ServedIdentity(folder, test);
    if (options.folder === undefined) await served.setKernelPassword(ADMIN_PASSWORD);
    return served;
  }

  /** What the kernel does at a start with DATAWAVE_ADMIN_PASSWORD, or on the command line. */
  async setKernelPassword(password: string): Promise<void> {
    const hash = await new PasswordHasher(1).hash(password);
    await this.query(
      `insert into core.sign_in_users (id, username, display_name, roles, password_hash) values ('user:admin', 'admin', 'Administrator', '{admin}', $1)
       on conflict (id) do update set password_hash = excluded.password_hash, updated_at = clock_timestamp()`,
      [hash],
    );
  }

  query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return withDatabase(this.folder, async (client) => (await client.query<Row>(text, [...values])).rows);
  }

  async call(method: string, path: string, sent: Sent = {}): Promise<Reply> {
    const { browser, token } = sent;
    const reply = await this.test.request(method, `/api/v1${path}`, {
      as: null,
      ...(sent.body === undefined ? {} : { body: sent.body }),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(browser === undefined || browser.cookies.size === 0 ? {} : { cookie: browser.header }),
        ...(browser?.csrf == null ? {} : { 'x-csrf-token': browser.csrf }),
        ...sent.headers,
      },
    });
    const body: Readonly<Record<string, unknown>> =
      typeof reply.body === 'object' && reply.body !== null ? { ...reply.body } : {};
    const answered = { status: reply.status, headers: reply.headers, body, code: body['code'] };
    browser?.take(answered);
    return answered;
  }

  /** Signs a script in. */
  async login(username: string, password: string, code?: string): Promise<Reply> {
    return this.call('POST', '/auth/login', {
      body: { username, password, ...(code === undefined ? {} : { code }) },
    });
  }

  /** An access token. */
  async tokenOf(username: string, password: string, code?: string): Promise<string> {
    const reply = await this.login(username, password, code);
    expect(reply.status, JSON.stringify(reply.body)).to.equal(200);
    return String(reply.body['accessToken']);
  }

  /** Signs a browser in. */
  async browse(username: string, password: string, browser = new Browser()): Promise<Browser> {
    const reply = await this.call('POST', '/auth/session', { body: { username, password }, browser });
    expect(reply.status, JSON.stringify(reply.body)).to.equal(200);
    return browser;
  }

  /** An account of that name, by the administrator. */
  async makeUser(username: string, password: string, roles: readonly string[] = []): Promise<string> {
    const reply = await this.call('POST', '/users', {
      token: await this.tokenOf('admin', ADMIN_PASSWORD),
      body: { username, displayName: username, password, roles },
    });
    expect(reply.status, JSON.stringify(reply.body)).to.equal(201);
    return String(reply.body['id']);
  }

  async stop(): Promise<void> {
    await this.test.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
