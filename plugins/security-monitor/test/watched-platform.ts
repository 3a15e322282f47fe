import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pluginFolder } from '@datawave/core/test-platform';
import { coreServices } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { type Reply, ServedIdentity } from '../../identity/test/served-identity.ts';

/** What a list tells of an incident, as far as tests look at it. */
export interface ListedIncident {
  readonly id: string;
  readonly name: string;
  readonly detection: string;
  readonly severity: string;
  readonly status: string;
  readonly reach: string;
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string | null };
  readonly summary: string;
  readonly accounts: readonly string[];
  readonly isCompromised: boolean;
  readonly observationCount: number;
}

export interface TimelineLine {
  readonly kind: string;
  readonly actor: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A notice as the receiver got it. */
export interface Notice {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Addresses of the networks in {@link CONFIG}, and one that is in none. */
export const BERLIN = '198.51.100.7';
export const SYDNEY = '203.0.113.9';

/** Thresholds that a test reaches quickly. */
export const CONFIG = {
  watchAfterSeconds: 0.1,
  bruteForce: { failures: 4, automatic: ['notify', 'revoke'] },
  passwordSpray: { names: 5, automatic: ['notify', 'revoke'] },
  travel: {
    networks: [
      { cidr: '198.51.100.0/24', place: 'Berlin office', latitude: 52.52, longitude: 13.4 },
      { cidr: '203.0.113.0/24', place: 'Sydney office', latitude: -33.87, longitude: 151.2 },
    ],
  },
  massExport: { records: 1_000, usualRecords: 100 },
};

/** Takes notices; the first one is answered with 503. */
export class Receiver {
  readonly notices: Notice[] = [];
  readonly #server: Server;
  #isFirst = true;

  private constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => {
        body += part;
      });
      request.on('end', () => {
        this.notices.push({ headers: request.headers, body });
        response.writeHead(this.#isFirst ? 503 : 204).end();
        this.#isFirst = false;
      });
    });
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    // It listens on TCP.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** Identity, activity and the monitor on one database, asked over HTTP. */
export class WatchedPlatform {
  readonly served: ServedIdentity;

  constructor(served: ServedIdentity) {
    this.served = served;
  }

  static async start(config: object = CONFIG, folder?: string): Promise<WatchedPlatform> {
    const served = await ServedIdentity.start({
      ...(folder === undefined ? {} : { folder }),
      settings: { server: { trustProxy: true } },
      plugins: [
        pluginFolder('activity'),
        { directory: join(import.meta.dirname, '..'), config: { ...config } },
      ],
    });
    const { state, reason } = served.test.plugin('security-monitor');
    expect(state, String(reason)).to.equal('active');
    return new WatchedPlatform(served);
  }

  /** Tries to sign in from an address. */
  login(username: string, password: string, address: string): Promise<Reply> {
    return this.served.call('POST', '/auth/login', {
      body: { username, password },
      headers: { 'x-forwarded-for': address },
    });
  }

  async list(query: Readonly<Record<string, string>> = {}, options = {}): Promise<readonly ListedIncident[]> {
    const { status, body } = await this.served.test.request(
      'GET',
      `/api/v1/security-incidents?${new URLSearchParams(query)}`,
      options,
    );
    expect(status, JSON.stringify(body)).to.equal(200);
    return (body as { readonly items: readonly ListedIncident[] }).items;
  }

  /** Waits until there is an incident as it is wanted. */
  async incident(
    query: Readonly<Record<string, string>>,
    isWanted: (incident: ListedIncident) => boolean = () => true,
    options = {},
  ): Promise<ListedIncident> {
    for (;;) {
      const found = (await this.list(query, options)).find(isWanted);
      if (found !== undefined) return found;
      await sleep(50);
    }
  }

  async timeline(id: string): Promise<readonly TimelineLine[]> {
    const { status, body } = await this.served.test.request(
      'GET',
      `/api/v1/security-incidents/${id}/timeline?limit=500`,
    );
    expect(status, JSON.stringify(body)).to.equal(200);
    return (body as { readonly items: readonly TimelineLine[] }).items;
  }

  /** Does something as the administrator. */
  async send(
    method: string,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
    const reply = await this.served.test.request(method, `/api/v1${path}`, {
      ...(body === undefined ? {} : { body }),
      headers,
    });
    return { status: reply.status, body: { ...Object(reply.body) } };
  }

  /** Waits until all that is in the trail was looked at. */
  async caughtUp(): Promise<void> {
    const { served } = this;
    const log = served.test.service(coreServices.auditLog);
    for (const { workspace, position } of await log.newest()) {
      const at = async (): Promise<bigint> => {
        const [row] = await served.query<{ position: string }>(
          `select position::text from security_monitor.cursors where workspace_id = $1`,
          [workspace],
        );
        return BigInt(row?.position ?? 0);
      };
      while ((await at()) < BigInt(position)) await sleep(50);
    }
  }

  stop(): Promise<void> {
    return this.served.stop();
  }
}
