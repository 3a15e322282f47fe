import { expect } from 'chai';
import fc from 'fast-check';
import { rawRequest } from '../../test/http/raw-request.ts';
import { type Served, serve } from '../../test/http/serve.ts';

/** Paths below the prefix, and who may use them: everybody, `reader` and `admin`, or `admin` alone. */
const ROUTES = {
  '/things': 'things:read',
  '/things/open': 'public',
  '/things/vault': 'things:secret',
  '/things/:id': 'things:read',
  '/things/:id/keys': 'things:secret',
  '/things/:id/keys/:key': 'things:secret',
} as const;
const CALLERS = [null, 'nobody', 'reader', 'admin'] as const;
const PREFIX = '/api/v1';

/** What is done to a path to get past a check: somewhere in it, something is put in or exchanged. */
const trick = fc.oneof(
  fc.record({
    put: fc.constantFrom(
      ...[
        ';',
        ';a=b',
        '//',
        '/',
        '/./',
        '/../',
        '/..',
        '..',
        '.',
        '%2f',
        '%2F',
        '%5c',
        '\\',
        '%2e%2e/',
        '%2e',
      ],
      ...[
        '..;/',
        '%252f',
        '%252e%252e%252f',
        '%00',
        '%3b',
        '%3f',
        '%23',
        '%c0%af',
        '%c0%ae',
        '%zz',
        '%',
        '~',
        'ı',
      ],
    ),
  }),
  fc.constantFrom('upper' as const, 'escape' as const, 'escape twice' as const, 'drop' as const),
);
const base = fc.constantFrom(
  '/things',
  '/things/open',
  '/things/vault',
  '/things/7',
  '/things/7/keys',
  '/things/7/keys/2',
);
const sentPath = fc
  .tuple(base, fc.array(fc.tuple(trick, fc.nat({ max: 60 })), { minLength: 1, maxLength: 3 }))
  .map(([path, tricks]) =>
    tricks.reduce<string>((text, [what, where]) => {
      const at = where % (text.length + 1);
      const [head, one, tail] = [text.slice(0, at), text.slice(at, at + 1), text.slice(at + 1)];
      if (typeof what === 'object') return `${head}${what.put}${one}${tail}`;
      if (what === 'upper') return `${head}${one.toUpperCase()}${tail}`;
      if (what === 'drop') return `${head}${tail}`;
      const escaped = one === '' ? '' : `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`;
      return `${head}${what === 'escape' ? escaped : escaped.replace('%', '%25')}${tail}`;
    }, path),
  )
  // What is no request at all never reaches a decision; a question mark or a fragment ends the path.
  .filter((path) => /^\/[!-~]*$/.test(path) && !/[?#]/.test(path));

/** The permission that the canonical form of a path asks for, worked out by itself; null where it leads nowhere. */
function permissionOf(path: string): string | null {
  const plain = path.replace(/%([0-9a-f]{2})/gi, (escaped, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : escaped;
  });
  const segments = plain.split('/').slice(1);
  if (segments.some((segment) => segment === '.' || segment === '..')) return null;
  if (segments.length > 1 && segments.at(-1) === '') segments.pop();
  const fits = (route: string): boolean => {
    const wanted = route.split('/').slice(1);
    return (
      wanted.length === segments.length &&
      wanted.every((segment, index) =>
        segment.startsWith(':') ? segments[index] !== '' : segment === segments[index],
      )
    );
  };
  // Routes stand in the order in which they are tried: literal segments first.
  const found = Object.entries(ROUTES).find(([route]) => fits(route));
  return found === undefined ? null : found[1];
}

const isAllowed = (caller: (typeof CALLERS)[number], permission: string | null): boolean =>
  permission !== null &&
  (permission === 'public' || caller === 'admin' || (caller === 'reader' && permission.endsWith(':read')));

describe('tricks with paths', () => {
  let served: Served;
  let ran: string[] = [];

  before(async () => {
    served = await serve();
    for (const [path, permission] of Object.entries(ROUTES))
      served.routes.route({
        method: 'GET',
        path,
        permission,
        summary: 'x',
        handler: async () => {
          ran.push(permission);
          return { body: {} };
        },
      });
  });
  after(() => served.close());

  const statusOf = async (path: string, caller: (typeof CALLERS)[number]): Promise<number> => {
    const proof = caller === null ? '' : `Authorization: Bearer ${caller}\r\n`;
    const request = `GET ${PREFIX}${path} HTTP/1.1\r\nHost: ${new URL(served.url).host}\r\nConnection: close\r\n${proof}\r\n`;
    return Number((await rawRequest(served.url, [request])).split(' ')[1]);
  };

  it('never lead to another decision than the canonical path does', async () => {
    await fc.assert(
      fc.asyncProperty(sentPath, async (path) => {
        const permission = permissionOf(path);
        for (const caller of CALLERS) {
          ran = [];
          const status = await statusOf(path, caller);
          const where = `${path} by ${caller}, which asks for ${permission}`;
          if (isAllowed(caller, permission)) {
            // Escapes that do not decode are told to who may use the route, and to nobody else.
            expect(status, where).to.be.oneOf([200, 400]);
            expect(ran, where).to.deep.equal(status === 200 ? [permission] : []);
          } else {
            expect(status, where).to.equal(caller === null ? 401 : 404);
            expect(ran, where).to.deep.equal([]);
          }
        }
      }),
      { numRuns: 120 },
    );
  });

  it('are none where an escape only spells what needs none', async () => {
    expect(await statusOf('/%74hings/%6Fpen', null)).to.equal(200);
    expect(await statusOf('/things/%76ault', 'reader')).to.equal(404);
    expect(await statusOf('/things/%76ault', 'admin')).to.equal(200);
    expect(await statusOf('/things/7/%2e%2e/open', null)).to.equal(401);
    expect(await statusOf('/things/7/../open', 'admin')).to.equal(404);
    expect(await statusOf('/things/..', 'admin')).to.equal(404);
    expect(await statusOf('/Things/open', null)).to.equal(401);
    expect(await statusOf('/things/open;/../vault', 'reader')).to.equal(404);
  });
});
