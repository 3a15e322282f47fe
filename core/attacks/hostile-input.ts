import { type Attack, type AttackContext, type Findings, someOf } from './attack.ts';
import { PROVIDER } from './attacked-platform.ts';
import { addressOf, type Endpoint, nameOf, PREFIX, pathParametersOf } from './endpoints.ts';
import { heldFor } from './held-things.ts';
import { GROWING_TEXTS, MEANING_TEXTS, OTHER_KINDS, SQL_TEXTS, TELLTALE_LOCK } from './hostile-texts.ts';
import { type Place, sampleOf, textPlaces, withAt } from './sample-json.ts';
import type { RawAnswer } from './send-raw.ts';

const TEXTS = [...SQL_TEXTS, ...MEANING_TEXTS];
/** An address and a header have less room. */
const IN_BODIES = [...TEXTS, ...GROWING_TEXTS];
/** Stands where JSON is put in as it is written. */
const HOLE = '@@hole@@';
/** Headers that the platform reads. */
const HEADERS = [
  ...[
    'idempotency-key',
    'if-match',
    'if-none-match',
    'x-request-id',
    'traceparent',
    'tracestate',
    'x-workspace',
    'accept',
  ],
  ...[
    'accept-language',
    'accept-encoding',
    'user-agent',
    'cookie',
    'x-csrf-token',
    'range',
    'if-modified-since',
    'content-type',
  ],
  ...['forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'referer', 'content-encoding', 'authorization'],
];
/** What an answer says that was not meant for its reader. */
const INNARDS =
  /syntax error at or near|\bpg_[a-z]+\(|\bat [\w.<>]+ \(|node_modules|\.ts:\d+:\d+|invalid input syntax|violates .* constraint/;

/** Everything that takes a text, given texts that mean something elsewhere, by somebody who may do everything. */
export const hostileInput: Attack = {
  name: 'hostile-input',
  title: 'no text is run, breaks an answer or gets into a header',
  async run(context, findings) {
    const { platform } = context;
    await platform.callers();
    for (const endpoint of platform.endpoints) {
      await inAddress(context, findings, endpoint);
      await inQuery(context, findings, endpoint);
      if (endpoint.body !== null) await inBody(context, findings, endpoint, endpoint.body);
    }
    await nothingRan(context, findings);
    findings.note(`${platform.endpoints.length} routes, ${TEXTS.length} texts`);
  },
};

/** Every header that the platform reads, given the same. */
export const hostileHeaders: Attack = {
  name: 'hostile-headers',
  title: 'no header breaks an answer',
  async run(context, findings) {
    const { random, isShort } = context;
    for (const name of HEADERS)
      for (const text of isShort ? someOf(random, TEXTS, 2) : TEXTS)
        await inHeader(context, findings, name, text);
    await nothingRan(context, findings);
  },
};

/** What holds of every answer, whatever was sent. */
export function checkAnswer(findings: Findings, where: () => string, answer: RawAnswer): void {
  const { status, headers, text } = answer;
  const isSound =
    (status < 500 || isForeseen(answer)) &&
    headers['x-injected'] === undefined &&
    !(status >= 400 && INNARDS.test(text));
  findings.check(isSound, () => `${where()}: ${status} ${text.slice(0, 300)}`);
}

/** What cannot be done here for now, and says so by a code of its own: no mail is sent, say. That time ran out is no such thing. */
const isForeseen = ({ status, text }: RawAnswer): boolean =>
  status === 503 && /"code":"DW_(?!INTERNAL|HTTP_TIMEOUT)/.test(text);

/** Of workspaces the other one is taken, so that the one in which is asked stays what it is called. */
export const addressFor = ({ platform }: AttackContext, endpoint: Endpoint): string =>
  addressOf(endpoint, (name) => {
    if (endpoint.template.startsWith('/workspaces/') && name === 'id') return platform.workspaces.theirs;
    return heldFor(platform.held, endpoint, name) ?? PROVIDER.key;
  });

async function inAddress(
  { platform, random, isShort }: AttackContext,
  findings: Findings,
  endpoint: Endpoint,
): Promise<void> {
  for (const parameter of pathParametersOf(endpoint))
    for (const text of isShort ? someOf(random, TEXTS, 1) : TEXTS) {
      const address = addressOf(endpoint, (name) =>
        name === parameter ? text : (heldFor(platform.held, endpoint, name) ?? PROVIDER.key),
      );
      const answer = await platform.client.send(endpoint.method, address, {
        headers: {
          ...platform.operator(),
          ...(endpoint.body === null ? {} : { 'content-type': 'application/json' }),
        },
        ...(endpoint.body === null ? {} : { body: JSON.stringify(sampleOf(endpoint.body)) }),
      });
      checkAnswer(
        findings,
        () => `${nameOf(endpoint)} with ${JSON.stringify(text)} for ${parameter}`,
        answer,
      );
    }
}

async function inQuery(context: AttackContext, findings: Findings, endpoint: Endpoint): Promise<void> {
  const { platform, random, isShort } = context;
  if (endpoint.method !== 'GET') return;
  const address = addressFor(context, endpoint);
  const names = endpoint.parameters.flatMap((parameter) =>
    parameter.in === 'query' ? [parameter.name] : [],
  );
  const send = async (query: string): Promise<void> => {
    const answer = await platform.client.send('GET', `${address}?${query}`, { headers: platform.operator() });
    checkAnswer(findings, () => `${nameOf(endpoint)} with ?${query.slice(0, 200)}`, answer);
  };
  for (const name of names) {
    for (const text of isShort ? someOf(random, TEXTS, 1) : TEXTS)
      await send(`${name}=${encodeURIComponent(text)}`);
    if (isShort) continue;
    for (const query of [
      `${name}=a&${name}=b`,
      `${name}[]=a`,
      `${name}[a]=b`,
      `${name}`,
      `${name}=`,
      `${name}=%00`,
      `${name}=%ff`,
      `${name}=%`,
    ])
      await send(query);
  }
  for (const query of [
    '__proto__=1',
    '__proto__[polluted]=1',
    'constructor[prototype][polluted]=1',
    'sort=name',
    'order=(select%201)',
  ])
    await send(query);
}

async function inBody(
  context: AttackContext,
  findings: Findings,
  endpoint: Endpoint,
  schema: NonNullable<Endpoint['body']>,
): Promise<void> {
  const { platform, random, isShort } = context;
  const address = addressFor(context, endpoint);
  const sample = sampleOf(schema);
  const send = async (body: string, what: () => string): Promise<void> => {
    const answer = await platform.client.send(endpoint.method, address, {
      headers: { ...platform.operator(), 'content-type': 'application/json' },
      body,
    });
    checkAnswer(findings, () => `${nameOf(endpoint)} with ${what()}`, answer);
  };
  const places = textPlaces(sample);
  for (const place of isShort ? someOf(random, places, 2) : places) {
    for (const text of isShort ? someOf(random, IN_BODIES, 1) : IN_BODIES)
      await send(
        JSON.stringify(withAt(sample, place, () => text)),
        () => `${JSON.stringify(text.slice(0, 60))} at ${place.join('.')}`,
      );
  }
  const everywhere = allPlaces(sample);
  for (const place of isShort ? someOf(random, everywhere, 1) : everywhere)
    for (const json of isShort ? someOf(random, OTHER_KINDS, 1) : OTHER_KINDS) {
      const body = JSON.stringify(withAt(sample, place, () => HOLE)).replace(
        JSON.stringify(HOLE),
        () => json,
      );
      await send(body, () => `${json.slice(0, 40)} at ${place.join('.')}`);
    }
}

/** Every place of a value, itself among them. */
function allPlaces(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [
    at,
    ...Object.entries(value).flatMap(([name, item]) =>
      allPlaces(item, [...at, Array.isArray(value) ? Number(name) : name]),
    ),
  ];
}

async function inHeader(
  { platform }: AttackContext,
  findings: Findings,
  name: string,
  text: string,
): Promise<void> {
  // What no client could send in a header ends before it is sent.
  const value = Buffer.from(text.replaceAll(/[\r\n\0]/g, ' '), 'utf8')
    .toString('latin1')
    .replaceAll(/[^\t -~\x80-\xff]/g, '');
  for (const [method, path, body] of [
    ['GET', `${PREFIX}/sources`, undefined],
    ['POST', `${PREFIX}/scan-rules/check`, JSON.stringify({ rule: { title: 'x' } })],
  ] as const) {
    const answer = await platform.client.send(method, path, {
      headers: {
        ...platform.operator(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        [name]: value,
      },
      ...(body === undefined ? {} : { body }),
    });
    checkAnswer(findings, () => `${method} ${path} with ${name}: ${JSON.stringify(text)}`, answer);
  }
}

/** Neither did a text run as SQL, nor did one reach what all objects inherit from, and the platform is well. */
async function nothingRan({ platform }: AttackContext, findings: Findings): Promise<void> {
  const locks = await platform.query(
    `select 1 from pg_locks where locktype = 'advisory' and (classid::bigint << 32) + objid::bigint = $1`,
    [TELLTALE_LOCK],
  );
  findings.check(locks.length === 0, () => 'a text was run as SQL: its lock is held');
  findings.check(Reflect.get({}, 'polluted') === undefined, () => 'objects inherit what was sent');
  const ready = await platform.client.send('GET', '/readyz');
  findings.check(ready.status === 200, () => `the platform is not ready afterwards: ${ready.text}`);
}
