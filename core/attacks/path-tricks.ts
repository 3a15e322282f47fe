import { rawRequest } from '../test/http/raw-request.ts';
import type { Attack } from './attack.ts';
import { addressOf, changes, type Endpoint, isPublic, nameOf, PREFIX } from './endpoints.ts';
import { heldFor } from './held-things.ts';

/** What is put somewhere into a path so that it means one thing to who decides and another to who answers. */
const PUT_IN = [
  ...[
    ';',
    ';a=b',
    ';jsessionid=1',
    '//',
    '/./',
    '/../',
    '/..',
    '..',
    '.',
    './',
    '%2f',
    '%2F',
    '%5c',
    '\\',
    '%2e%2e/',
  ],
  ...[
    '%2e',
    '..;/',
    '%252f',
    '%252e%252e%252f',
    '%25%32%66',
    '%00',
    '%0a',
    '%0d%0a',
    '%09',
    '%20',
    '%3b',
    '%3f',
    '%23',
  ],
  ...[
    '%c0%af',
    '%c0%ae%c0%ae%c0%af',
    '%e0%80%af',
    '%f0%80%80%af',
    '%u002f',
    '%zz',
    '%',
    '~',
    '.json',
    '*',
    '%ef%bc%8f',
  ],
];
/** Bytes that a client which keeps the rules would not send. */
const BYTES = ['\0', '\x01', '\x7f', '\xc0\xaf', '\xff', '\u00b5'];
/** Headers by which some proxies and frameworks are told of another method or address. */
const OVERRIDES = (address: string): readonly (readonly [string, string])[] => [
  ['X-HTTP-Method-Override', 'GET'],
  ['X-HTTP-Method', 'GET'],
  ['X-Method-Override', 'GET'],
  ['X-Original-URL', `${PREFIX}/auth/providers`],
  ['X-Rewrite-URL', `${PREFIX}/auth/providers`],
  ['X-Forwarded-Prefix', address],
  ['X-Forwarded-For', '127.0.0.1'],
  ['X-Real-IP', '127.0.0.1'],
  ['X-Forwarded-Host', 'localhost'],
  ['Forwarded', 'for=127.0.0.1;host=localhost'],
  ['X-Custom-IP-Authorization', '127.0.0.1'],
];

/** Every route's address, bent in every way and asked by those who may not ask. */
export const pathTricks: Attack = {
  name: 'path-tricks',
  title: 'no spelling of an address and no header leads past a decision',
  async run({ platform, random, isShort }, findings) {
    const callers = await platform.callers();
    const nobody = callers.find(({ name }) => name === 'somebody without a role');
    const table = new Table(platform.endpoints);
    const send = async (
      method: string,
      path: string,
      headers: Readonly<Record<string, string>>,
    ): Promise<number> => {
      const lines = Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('');
      const text = `${method} ${path} HTTP/1.1\r\nHost: ${platform.client.host}\r\nConnection: close\r\n${lines}\r\n`;
      return Number((await rawRequest(platform.client.address, [Buffer.from(text, 'latin1')])).split(' ')[1]);
    };
    const guarded = platform.endpoints.filter(
      (endpoint) => !isPublic(endpoint) && endpoint.permission !== 'signed-in',
    );
    for (const endpoint of guarded) {
      const plain = addressOf(endpoint, (name) => heldFor(platform.held, endpoint, name) ?? 'none');
      const bent = spellings(plain, random.next);
      const chosen = isShort ? random.shuffle(bent).slice(0, 2) : bent;
      for (const path of chosen) {
        const isOpen = table.isOpen(endpoint.method, path);
        const unknown = await send(endpoint.method, path, {});
        const where = `${nameOf(endpoint)} as ${JSON.stringify(path)}`;
        // Outside the prefix nothing of the API answers: the shell's page, or nothing.
        const isInside = /^\/api\/v1(?:\/|$)/.test(path);
        const isRefused =
          (isInside ? [401, 400] : [400, 401, 404, 405]).includes(unknown) ||
          (!isInside && !changes(endpoint));
        findings.check(isOpen || isRefused, () => `${where} without a token: ${unknown}`);
        const known = await send(endpoint.method, path, { ...nobody?.headers });
        const isKept = [400, 403, 404, 405].includes(known) || (!isInside && !changes(endpoint));
        findings.check(isOpen || isKept, () => `${where} by somebody without a role: ${known}`);
      }
      for (const [name, value] of isShort ? [] : OVERRIDES(plain)) {
        const status = await send(endpoint.method, plain, { [name]: value });
        findings.check(status === 401, () => `${nameOf(endpoint)} with ${name}: ${status}`);
      }
    }
    // What a method that is overridden would do: a reader's GET must stay one.
    const reader = callers.find(({ name }) => name === 'a reader');
    for (const endpoint of guarded.filter(
      ({ method, template }) => method === 'DELETE' && /^\/scan-rules/.test(template),
    ))
      for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
        const path = addressOf(
          endpoint,
          (parameter) => heldFor(platform.held, endpoint, parameter) ?? 'none',
        );
        const status = await send('GET', `${path}?_method=DELETE`, { ...reader?.headers, [name]: 'DELETE' });
        const after = await platform.client.send('GET', path, { headers: platform.operator() });
        findings.check(
          after.status === 200,
          () => `GET ${path} with ${name}: DELETE answered ${status}, and it is gone`,
        );
      }
    for (const target of [
      `http://evil.example${PREFIX}/users`,
      '*',
      'evil.example:80',
      `//evil.example${PREFIX}/users`,
    ]) {
      // A page of the shell is nothing of the API.
      const status = await send('PUT', target, {});
      findings.check([400, 401, 404, 405].includes(status), () => `PUT ${target}: ${status}`);
    }
    findings.note(`${guarded.length} routes`);
  },
};

/** All ways in which an address is written otherwise. */
function spellings(plain: string, next: () => number): readonly string[] {
  const somewhere = (): number => PREFIX.length + Math.floor(next() * (plain.length - PREFIX.length + 1));
  const put = (what: string, at: number): string => plain.slice(0, at) + what + plain.slice(at);
  const escapeAt = (at: number, twice: boolean): string => {
    const character = plain[at] ?? 's';
    const code = `%${twice ? '25' : ''}${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
    return plain.slice(0, at) + code + plain.slice(at + 1);
  };
  const slash = plain.indexOf('/', PREFIX.length + 1);
  return [
    ...PUT_IN.flatMap((what) => [
      put(what, somewhere()),
      put(what, plain.length),
      put(what, PREFIX.length + 1),
    ]),
    ...BYTES.map((what) => put(what, somewhere())),
    ...[
      plain.toUpperCase(),
      PREFIX + plain.slice(PREFIX.length).toUpperCase(),
      `${plain}/`,
      `${plain}.`,
      `${plain}%20`,
    ],
    ...[
      `${PREFIX}/auth/providers/..${plain.slice(PREFIX.length)}`,
      `${PREFIX}/auth/providers;${plain.slice(PREFIX.length)}`,
    ],
    ...[
      `${PREFIX}/auth/providers/..%2f..${plain.slice(PREFIX.length)}`,
      `/${plain}`,
      `/.${plain}`,
      `/docs/..${plain}`,
    ],
    ...[
      plain.replace('/api', '/%61pi'),
      plain.replace('/v1', '/V1'),
      plain.replace('/v1', '/v1/.'),
      plain.replace('/v1', '//v1'),
    ],
    ...(slash < 0 ? [] : [plain.slice(0, slash) + plain.slice(slash).toUpperCase()]),
    escapeAt(somewhere(), false),
    escapeAt(somewhere(), true),
  ].filter((path) => !/[?# \r\n]/.test(path));
}

/** Finds by itself which spelling of an address means a route that everybody may ask. */
class Table {
  readonly #open: readonly (readonly [method: string, path: RegExp])[];

  constructor(endpoints: readonly Endpoint[]) {
    const open = endpoints.filter(({ permission }) => permission === 'public' || permission === 'signed-in');
    this.#open = open.map(({ method, template }) => {
      const shape = template.replaceAll(/[.]/g, '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+');
      return [method, new RegExp(`^${PREFIX}${shape}/?$`)] as const;
    });
  }

  isOpen(method: string, path: string): boolean {
    const plain = path.replace(/%([0-9a-f]{2})/gi, (escaped, hex: string) => {
      const character = String.fromCharCode(Number.parseInt(hex, 16));
      return /[A-Za-z0-9._~-]/.test(character) ? character : escaped;
    });
    return this.#open.some(([wanted, shape]) => wanted === method && shape.test(plain));
  }
}
