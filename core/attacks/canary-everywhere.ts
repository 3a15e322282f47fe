import { createHmac, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { OpenApiDocument } from '../src/http/openapi.ts';
import { Canaries } from '../test/platform/index.ts';
import type { ProgramAttack } from './attack.ts';
import { type Endpoint, endpointsOf, nameOf, PREFIX, pathParametersOf } from './endpoints.ts';
import { openAllPages } from './open-pages.ts';
import { type Place, propertiesOf, sampleOf, withAt } from './sample-json.ts';
import { jsonOf, type RawAnswer, RawClient } from './send-raw.ts';
import { StartedProgram } from './started-program.ts';

/** What is no secret: a title, and an address that is logged. */
const VISIBLE = 'what everybody may see';
const KNOWN_PASSWORD = 'a long walk along the shore 7';

/** A secret in every place that takes one, and a search for it wherever something is written, sent or stored. */
export const canaryEverywhere: ProgramAttack = {
  name: 'canary-everywhere',
  title: 'no secret appears anywhere but where it is handed out',
  async runAlone(findings) {
    const canaries = new Canaries();
    const administrator = canaries.plainFor('password of the administrator');
    const key = randomBytes(32).toString('base64');
    canaries.watch('key of the vault', key);
    const program = await StartedProgram.start({
      DATAWAVE_ADMIN_PASSWORD: administrator,
      DATAWAVE_MASTER_KEY: key,
    });
    const client = new RawClient(program.address);
    try {
      const seeding = new Seeding(client, canaries);
      await seeding.signIn(administrator);
      await seeding.fields();
      await seeding.connections();
      await seeding.people();
      await seeding.headers();
      await seeding.readEverything(program.metricsAddress);
      const pages = await openAllPages(program.address, administrator, (where, text) =>
        canaries.note(where, text),
      );
      findings.note(pages);
      for (const text of await program.environmentsOfChildren())
        canaries.note('environment of a child', text);
      await searchFiles(canaries, program.temporaryFolder, program.folder);
      // The last process to leave takes the database along: its rows are read before.
      await canaries.search(program.dataFolder);
      client.close();
      await program.end();
      canaries.note('output of the program', program.output);
      await searchFiles(canaries, join(program.dataFolder, 'postgres'), program.folder);
      const found = canaries.found();
      for (const [place] of canaries.values) {
        const own = found.filter((line) => line.startsWith(`${place} in `));
        if (place !== VISIBLE) findings.check(own.length === 0, () => own.slice(0, 5).join('; '));
        // What everybody may see must be found everywhere: else the search looks at nothing.
        else
          for (const where of [
            'database',
            'answer of GET /sources',
            'page /sources',
            'file data/postgres',
            'output of the program',
          ])
            findings.check(
              own.some((line) => line.includes(` in ${where}`)),
              () => `the search finds nothing in: ${where}`,
            );
      }
      findings.note(`${seeding.routes} routes with secret fields, ${seeding.read} addresses read`);
    } finally {
      client.close();
      await program.stop();
    }
  },
};

/** Raw bytes, also of the files in which the database keeps its rows and its journal. */
async function searchFiles(canaries: Canaries, folder: string, base: string): Promise<void> {
  const needles = [...canaries.values].map(
    ([place, value]) => [place, Buffer.from(value, 'utf8'), value] as const,
  );
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    for (const [, needle, value] of needles)
      if (bytes.includes(needle)) canaries.note(`file ${relative(base, path)}`, value);
  }
}

/** Puts secrets wherever one is taken, and keeps all answers but those that hand one out. */
class Seeding {
  readonly #client: RawClient;
  readonly #canaries: Canaries;
  #endpoints: readonly Endpoint[] = [];
  #token = '';
  routes = 0;
  read = 0;

  constructor(client: RawClient, canaries: Canaries) {
    this.#client = client;
    this.#canaries = canaries;
  }

  async signIn(password: string): Promise<void> {
    this.#token = await this.#login('admin', password);
    const document: OpenApiDocument = JSON.parse((await this.#client.send('GET', '/openapi.json')).text);
    this.#endpoints = endpointsOf(document);
  }

  /** Every field of every body that is only ever written, in a body that is right and in one that is wrong. */
  async fields(): Promise<void> {
    for (const endpoint of this.#endpoints) {
      if (endpoint.body === null) continue;
      const sample = sampleOf(endpoint.body);
      const places = secretPlaces(endpoint.body);
      if (places.length > 0) this.routes += 1;
      const path = await this.#addressOf(endpoint);
      for (const place of places) {
        const where = `${nameOf(endpoint)} ${place.join('.')}`;
        const body = withAt(sample, place, () => this.#canaries.for(where));
        await this.#send(endpoint.method, path, { body });
        const long = withAt(sample, place, () => this.#canaries.for(`${where}, too long`).padEnd(5_000, 'x'));
        await this.#send(endpoint.method, path, { body: long });
        const nested = withAt(sample, place, () => ({ a: this.#canaries.for(`${where}, of another kind`) }));
        await this.#send(endpoint.method, path, { body: nested });
        await this.#send(endpoint.method, path, {
          body: { ...Object(body), unknown: this.#canaries.for(`${where}, beside`) },
        });
        const broken = `${JSON.stringify(withAt(sample, place, () => this.#canaries.plainFor(`${where}, no JSON`)))}]`;
        await this.#send(endpoint.method, path, { text: broken });
      }
    }
  }

  /** Every connector's secrets: of a source, of a test, changed, wrong, and with a scan that fails. */
  async connections(): Promise<void> {
    const { items } = jsonOf(await this.#send('GET', '/connectors?limit=500'));
    for (const item of Array.isArray(items) ? items : []) {
      const kind = String(Reflect.get(Object(item), 'kind'));
      const schema: unknown = Reflect.get(Object(item), 'connectionSchema');
      if (typeof schema !== 'object' || schema === null) continue;
      const plain = {
        ...Object(sampleOf({ ...schema })),
        ...('port' in propertiesOf({ ...schema }) ? { host: '127.0.0.1', port: 1 } : {}),
      };
      for (const place of secretPlaces({ ...schema })) {
        const secret = (what: string): unknown =>
          withAt(plain, place, () => this.#canaries.for(`${kind} ${place.join('.')}, ${what}`));
        await this.#send('POST', `/connectors/${kind}/test`, { body: { config: secret('of a test') } });
        await this.#send('POST', `/connectors/${kind}/test`, {
          body: { config: { ...Object(secret('beside a fault')), port: 'none' } },
        });
        const body = { title: `${kind} ${place.join('.')}`, connector: kind, config: secret('of a source') };
        const made = await this.#send('POST', '/sources', {
          body,
          headers: { 'idempotency-key': randomBytes(12).toString('hex') },
        });
        const { id } = jsonOf(made);
        if (typeof id !== 'string') continue;
        await this.#send('POST', `/sources/${id}/test`, { body: {} });
        await this.#send('PATCH', `/sources/${id}`, { body: { config: secret('changed') } });
        await this.#send('POST', `/sources/${id}/check`);
        await this.#send('POST', '/scans', { body: { sourceId: id } });
      }
    }
    const title = this.#canaries.plainFor(VISIBLE);
    const shown = { title, connector: 'sqlite', config: { path: '/nothing.sqlite' } };
    await this.#send('POST', '/sources', { body: shown });
    await this.#send('GET', `/${title}`);
    const userinfo = this.#canaries.plainFor('an address with a password');
    await this.#send('POST', '/egress-rules', {
      body: { destination: `https://user:${userinfo}@example.com` },
    });
  }

  /** Passwords, wrong ones and those typed as names, tokens of all kinds, authenticator apps and their codes. */
  async people(): Promise<void> {
    const password = this.#canaries.plainFor('password of an account');
    const made = await this.#send('POST', '/users', {
      body: { username: 'canary', displayName: 'Canary', password },
    });
    const id = String(jsonOf(made)['id']);
    await this.#send('POST', '/auth/login', {
      body: { username: 'canary', password: this.#canaries.plainFor('a wrong password') },
      as: '',
    });
    await this.#send('POST', '/auth/login', {
      body: { username: this.#canaries.plainFor('a password as a name'), password: 'x' },
      as: '',
    });
    await this.#send('POST', '/auth/session', {
      body: { username: this.#canaries.for('a password as a name in a browser'), password: 'x' },
      as: '',
    });
    const own = await this.#login('canary', password);
    const setup = await this.#client.send('POST', `${PREFIX}/account/totp`, {
      headers: { authorization: `Bearer ${own}` },
    });
    const secret = String(jsonOf(setup)['secret']);
    this.#canaries.watch('secret of an authenticator app', secret);
    const confirm = await this.#client.send('POST', `${PREFIX}/account/totp/confirm`, {
      headers: { authorization: `Bearer ${own}`, 'content-type': 'application/json' },
      body: JSON.stringify({ code: codeNow(secret) }),
    });
    const { recoveryCodes } = jsonOf(confirm);
    for (const [at, code] of (Array.isArray(recoveryCodes) ? recoveryCodes : []).entries())
      if (String(code).length >= 16) this.#canaries.watch(`recovery code ${at}`, String(code));
    const permissions = ['catalog:read', 'sources:read'];
    for (const body of [
      { name: 'own', permissions },
      { name: 'service', permissions, service: { roles: ['viewer'] } },
    ]) {
      const token = String(
        jsonOf(await this.#client.send('POST', `${PREFIX}/api-tokens`, this.#sent({ body })))['token'],
      );
      this.#canaries.watch(`API token ${body.name}`, token);
      await this.#send('GET', '/sources', { as: token });
    }
    const reset = await this.#client.send('POST', `${PREFIX}/users/${id}/password-reset`, this.#sent({}));
    const link = String(/dwx_[\w-]{43}/.exec(reset.text)?.[0]);
    this.#canaries.watch('link for a new password', link);
    const next = this.#canaries.plainFor('a new password');
    await this.#send('POST', '/auth/password-resets', { body: { token: link, password: next }, as: '' });
    await this.#send('POST', '/auth/password-resets', {
      body: { token: link, password: KNOWN_PASSWORD },
      as: '',
    });
    const browser = await this.#client.send(
      'POST',
      `${PREFIX}/auth/session`,
      this.#sent({ body: { username: 'canary', password: next }, as: '' }),
    );
    for (const line of browser.headers['set-cookie'] ?? []) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      if (value.length >= 16) this.#canaries.watch(`cookie ${name}`, value);
    }
  }

  /** What proves somebody, or tries to, in headers and addresses. */
  async headers(): Promise<void> {
    const basic = `admin:${this.#canaries.plainFor('basic credentials')}`;
    const tries: readonly Readonly<Record<string, string>>[] = [
      { authorization: `Bearer ${this.#canaries.plainFor('a bearer token')}` },
      {
        authorization: `Bearer dwp_${this.#canaries.plainFor('like an API token').padEnd(43, 'x').slice(0, 43)}`,
      },
      { authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
      { cookie: `datawave_session=${this.#canaries.plainFor('a cookie')}` },
      { 'x-csrf-token': this.#canaries.plainFor('a CSRF token') },
      { 'proxy-authorization': this.#canaries.plainFor('proxy credentials') },
      { 'x-api-key': this.#canaries.plainFor('a key by another name') },
    ];
    for (const headers of tries)
      for (const path of [
        '/sources',
        '/nothing',
        '/auth/session',
        '/scans/00000000-0000-4000-8000-000000000000/events',
      ])
        await this.#send('GET', path, { headers, as: '' });
    for (const name of ['token', 'access_token', 'password', 'code', 'SAMLResponse'])
      for (const path of [
        '/sources',
        '/auth/session',
        '/auth/providers/none/callback',
        '/auth/providers/none/start',
      ])
        await this.#send(
          'GET',
          `${path}?${name}=${this.#canaries.plainFor(`${name} in the address of ${path}`)}`,
        );
  }

  /** Every address that can be read, lists first; and what operators look at. */
  async readEverything(metrics: string): Promise<void> {
    for (const endpoint of this.#endpoints) {
      if (endpoint.method !== 'GET') continue;
      const path = await this.#addressOf(endpoint);
      const isList = endpoint.parameters.some(({ name }) => name === 'limit');
      await this.#send('GET', isList ? `${path}?limit=500` : path);
      this.read += 1;
    }
    for (const path of [
      '/audit-events/export?format=cef',
      '/classification-rules/export?format=yaml',
      '/audit-events?limit=500&q=canary',
    ])
      await this.#send('GET', path);
    for (const path of ['/', '/docs', '/openapi.json', '/readyz', '/healthz'])
      this.#canaries.note(`page ${path}`, (await this.#client.send('GET', path)).text);
    if (metrics === '') throw new Error('the platform does not say where its metrics are');
    this.#canaries.note('metrics', await (await fetch(metrics)).text());
  }

  async #login(username: string, password: string): Promise<string> {
    const sent = this.#sent({ body: { username, password }, as: '' });
    let answer = await this.#client.send('POST', `${PREFIX}/auth/login`, sent);
    // Wrong passwords were sent from here before: it says for how long that is remembered.
    while (answer.status === 429) {
      await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(answer.headers['retry-after'] ?? 1)));
      answer = await this.#client.send('POST', `${PREFIX}/auth/login`, sent);
    }
    const { accessToken, refreshToken } = jsonOf(answer);
    if (answer.status !== 200) throw new Error(`${username} cannot sign in: ${answer.status} ${answer.text}`);
    this.#canaries.watch(`access token of ${username}`, String(accessToken));
    this.#canaries.watch(`refresh token of ${username}`, String(refreshToken));
    return String(accessToken);
  }

  #sent({ body, text, headers = {}, as = this.#token }: Sent): {
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  } {
    const json = text ?? (body === undefined ? undefined : JSON.stringify(body));
    return {
      headers: {
        ...(as === '' ? {} : { authorization: `Bearer ${as}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: json }),
    };
  }

  async #send(method: string, path: string, sent: Sent = {}): Promise<RawAnswer> {
    const answer = await this.#client.send(method, `${PREFIX}${path}`, this.#sent(sent));
    const where = `answer of ${method} ${path.split('?')[0]?.replaceAll(/[0-9a-f-]{36}/g, 'ID')}`;
    this.#canaries.note(where, `${answer.rawHeaders.join(' ')} ${answer.text}`);
    return answer;
  }

  /** The address of the first thing in the list above it; of something made up where there is none. */
  async #addressOf(endpoint: Endpoint): Promise<string> {
    const [first] = pathParametersOf(endpoint);
    if (first === undefined) return endpoint.template;
    const list = endpoint.template.slice(0, endpoint.template.indexOf('/{'));
    const { items } = jsonOf(await this.#send('GET', list));
    const item: unknown = Array.isArray(items) ? items[0] : null;
    const id = String(Reflect.get(Object(item), first) ?? '00000000-0000-4000-8000-000000000000');
    return endpoint.template.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
      name === first ? encodeURIComponent(id) : '1',
    );
  }
}

/** What goes along with a request: a body as a value or as it is written; nobody's token where `as` is empty. */
interface Sent {
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: string;
}

/** Where in a value that a schema allows secrets stand. */
function secretPlaces(schema: Parameters<typeof propertiesOf>[0], at: Place = []): readonly Place[] {
  if (schema['writeOnly'] === true || schema['format'] === 'password') return [at];
  return Object.entries(propertiesOf(schema)).flatMap(([name, own]) => secretPlaces(own, [...at, name]));
}

/** What an authenticator app shows now (RFC 6238). */
function codeNow(secret: string): string {
  const bits = [...secret]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const value = mac.readUInt32BE((mac.at(-1) ?? 0) & 0x0f) & 0x7fff_ffff;
  return String(value % 1_000_000).padStart(6, '0');
}
