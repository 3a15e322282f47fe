import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Caller, field, idOf, itemsOf } from './caller.ts';
import type { FurnishedPlatform } from './furnished-platform.ts';
import { scanOf } from './scan-of.ts';

/** Words that stand nowhere but in the hidden source: its name, its file, a table, two columns and what one of them holds. */
const WORDS = ['Zephyrine', 'zephyrine', 'quagmire', 'xylograph', 'obsidian', 'marzipan'];

/** A source that a policy takes out of the stewards' sight. */
export interface HiddenSource {
  readonly id: string;
  readonly runId: string;
  readonly urn: string;
  /** Which of its names and ids stand in a text. */
  tracesIn(text: string): readonly string[];
}

/** Makes the source with findings, a scan and a rule of its own, after the policy that hides it from stewards. */
export async function hideSource({ call, directory }: FurnishedPlatform): Promise<HiddenSource> {
  await call('POST', '/access-policies', {
    ...{ title: 'Stewards stay outside', effect: 'deny', subjects: { roles: ['steward'] } },
    permissions: ['catalog:*', 'compliance:*', 'review:*', 'sources:*', 'scans:*'],
    when: { source: { in: ['zephyrine-vault'] } },
  });
  const path = join(directory, 'marzipan.sqlite');
  const database = new DatabaseSync(path);
  database.exec(
    'create table quagmire (id integer primary key, xylograph_email text, cvv text, first_name text)',
  );
  const row = database.prepare('insert into quagmire values (?, ?, ?, ?)');
  for (let index = 1; index <= 120; index += 1) {
    const name = ['Anna', 'Bruno', 'Clara'][index % 3] ?? '';
    row.run(index, `obsidian.${index}@example.com`, String(100 + index), name);
  }
  database.close();
  const source = { title: 'Zephyrine vault', connector: 'sqlite', config: { path } };
  const id = idOf(await call('POST', '/sources', source));
  const runId = await scanOf(call, id);
  await call('POST', '/scan-rules', { title: 'One rule', sources: [id] });
  return {
    ...{ id, runId, urn: 'urn:dw:sqlite:zephyrine-vault:main/quagmire' },
    tracesIn: (text) => [...WORDS, id, runId].filter((word) => text.includes(word)),
  };
}

/** What pages ask beside all that there is of a kind. */
const QUESTIONS = [
  ...[
    '/sources?limit=100',
    '/scans?limit=100',
    '/assets?facets=true',
    '/assets?q=quagmire',
    '/assets?limit=100',
  ],
  ...['sensitivity', 'source', 'type', 'infoType', 'owner', 'domain', 'tag', 'folder', 'violation'].map(
    (facet) => `/asset-facets/${facet}?limit=200`,
  ),
  ...[
    '/violations?limit=100',
    '/violations?q=quagmire',
    '/assessments?limit=100',
    '/classifications?limit=100',
  ],
  ...['/assessments/export?format=csv', '/assessments/export?format=ndjson', '/notifications?limit=100'],
  ...[
    '/assets?source=zephyrine-vault',
    '/violations?source=zephyrine-vault',
    '/scans?source=zephyrine-vault',
  ],
];

interface Route {
  readonly path: string;
  readonly parameters: readonly string[];
}

/** All that may be asked with GET, as the description of the interface lists it. Streams go on, and health tells of moments. */
export async function readableRoutes(url: string): Promise<readonly Route[]> {
  const described = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object };
  return Object.entries(described.paths).flatMap(([full, methods]) => {
    const path = full.replace(/^\/api\/v1/, '');
    const get = field(methods, 'get');
    if (get === undefined || /events$|stream|metrics/.test(path.replace('audit-events', ''))) return [];
    return [{ path, parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name) }];
  });
}

/**
 * Follows what changes in somebody's name while something is done.
 * @returns all that came over the wire
 */
export async function heardDuring(
  url: string,
  { username, password }: { readonly username: string; readonly password: string },
  work: () => Promise<unknown>,
): Promise<string> {
  const signedIn = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  const token = String(field(await signedIn.json(), 'accessToken'));
  const end = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const stream = await fetch(`${url}/api/v1/ui/events`, { headers, signal: end.signal });
  if (!stream.ok || stream.body === null) throw new Error(`The stream was refused with ${stream.status}.`);
  let heard = '';
  const listening = (async () => {
    for await (const part of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) heard += part;
  })();
  await work();
  end.abort();
  await listening.catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  return heard;
}

/** What differs from one moment to the next. */
const MOMENTS = /At$|^at$|^latenc|^health$|[sS]econds$|Ms$|^uptime|^requestId$|^days$|^statistics$/;

/** What an answer says of anything but moments. */
const said = (answer: unknown): string =>
  JSON.stringify(answer, (name, value: unknown) =>
    MOMENTS.test(name) ? null : typeof value === 'number' ? Number(value.toPrecision(3)) : value,
  );

/** Asks without throwing: what was refused is an answer as well. */
const ask = async (call: Caller, path: string): Promise<string> =>
  said(await call('GET', path).catch((error: unknown) => String(error).replace(/"requestId":"[^"]*"/, '')));

/** What each route that needs no thing answers somebody, and the questions that pages and the palette put. */
export async function answersOf(
  call: Caller,
  routes: readonly Route[],
): Promise<ReadonlyMap<string, string>> {
  const plain = routes.flatMap(({ path, parameters }) => (parameters.length === 0 ? [path] : []));
  const manifest = (await call('GET', '/ui/manifest')) as {
    readonly plugins: readonly { readonly searches: readonly { readonly path: string }[] }[];
  };
  // As the command palette looks for words.
  const searches = manifest.plugins.flatMap((plugin) =>
    plugin.searches.flatMap(({ path }) =>
      ['quagmire', 'zephyrine'].map((word) => path.replace('{query}', word)),
    ),
  );
  const answers = new Map<string, string>();
  for (const path of [...plain, ...QUESTIONS, ...searches]) answers.set(path, await ask(call, path));
  return answers;
}

/** Ways in which a thing of a list is named in the address of one. */
const NAMES = ['urn', 'id', 'key'] as const;

/**
 * Asks each route that needs a thing for those of the hidden source, which an administrator's lists name, and for one that there is not.
 * @returns where the two answers differ
 */
export async function differencesFromNothing(
  routes: readonly Route[],
  {
    admin,
    steward,
    hidden,
  }: { readonly admin: Caller; readonly steward: Caller; readonly hidden: HiddenSource },
): Promise<{ readonly asked: number; readonly found: readonly string[] }> {
  const things = new Set<string>([hidden.id, hidden.runId, hidden.urn, 'zephyrine-vault']);
  for (const { path, parameters } of routes) {
    if (parameters.length > 0) continue;
    for (const item of itemsOf(await admin('GET', `${path}`).catch(() => null)))
      if (hidden.tracesIn(JSON.stringify(item)).length > 0)
        for (const name of NAMES) {
          const value = field(item, name);
          if (typeof value === 'string') things.add(value);
        }
  }
  const found: string[] = [];
  const nothings = new Map<string, string>();
  let asked = 0;
  const bare = async (path: string, thing: string): Promise<string> => {
    const segment = encodeURIComponent(thing);
    const answer = await ask(steward, path.replace(/\{\w+\}/, segment));
    return answer.replaceAll(segment, '…').replaceAll(thing, '…');
  };
  for (const { path, parameters } of routes) {
    if (parameters.length !== 1) continue;
    for (const thing of things) {
      if (thing.startsWith('urn:') !== (parameters[0] === 'urn')) continue;
      const nothing = nothingLike(thing);
      const none = nothings.get(path + nothing) ?? (await bare(path, nothing));
      nothings.set(path + nothing, none);
      const real = await bare(path, thing);
      asked += 1;
      if (real !== none)
        found.push(`${path} answers of ${thing}: ${real.slice(0, 300)}; of nothing: ${none.slice(0, 300)}`);
    }
  }
  return { asked, found };
}

/** What is named as a thing is, and is not there. */
function nothingLike(thing: string): string {
  if (thing.startsWith('urn:')) return 'urn:dw:sqlite:nowhere:main/nothing';
  if (/^[0-9a-f]{8}-/.test(thing)) return '00000000-0000-4000-8000-000000000000';
  return /^[0-9]+$/.test(thing) ? '999999999' : thing.replace(/[a-z]/g, 'q');
}
