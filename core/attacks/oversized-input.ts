import { rawRequest } from '../test/http/raw-request.ts';
import { type Attack, type AttackContext, type Findings, someOf } from './attack.ts';
import { type Endpoint, nameOf, PREFIX } from './endpoints.ts';
import { addressFor, checkAnswer } from './hostile-input.ts';
import { type Place, sampleOf, textPlaces, withAt } from './sample-json.ts';
import type { RawAnswer } from './send-raw.ts';

const LENGTH = 100_000;
/** Of an address, which has to fit into the head of a request. */
const QUERY_LENGTH = 8_000;
/** What takes an expression for ever that tries one way after the other; each repeated up to the length and ended by something that fits nowhere. */
const ENDLESS = [
  ...[
    'a',
    ' ',
    '\t',
    '1',
    '(',
    '[',
    '{',
    '<',
    'a@',
    'a.',
    'a-',
    '1.',
    '0,',
    '%25',
    '\\',
    '//',
    '/*',
    '"',
    "'",
    '|',
    '.*',
    '+',
    '=',
    ':',
  ],
  ...[
    'aA1',
    'é',
    '\u0301',
    '😀',
    'a b ',
    'www.',
    'http://',
    '127.',
    '::',
    '-----',
    'ab'.repeat(50),
    '\n',
    'x\n',
    '&',
    ';',
    '!',
  ],
];
/** What no expression has trouble with, of the same length. */
const PLAIN = 'the quick brown fox jumps over the lazy dog ';
const SECONDS = 2;
const TIMES_PLAIN = 20;

const repeated = (unit: string, length: number): string =>
  `${unit.repeat(Math.ceil(length / unit.length)).slice(0, length - 1)}\u00a7`;

/** Bodies that are long, deep or wide. */
const shapes = (): readonly (readonly [string, string])[] => [
  ['10,000 lists in each other', '['.repeat(10_000) + ']'.repeat(10_000)],
  ['10,000 objects in each other', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ['10,000 lists that are never closed', '['.repeat(10_000)],
  ['100,000 numbers', `[${'0,'.repeat(99_999)}0]`],
  ['50,000 texts', `[${'"a",'.repeat(49_999)}"a"]`],
  ['50,000 keys', `{${Array.from({ length: 50_000 }, (_, at) => `"k${at}":0`).join(',')}}`],
  ['a key of 100,000 letters', `{"${'k'.repeat(100_000)}":0}`],
  ['a number of 100,000 digits', '9'.repeat(100_000)],
  ['the same key 50,000 times', `{${'"a":0,'.repeat(49_999)}"a":0}`],
];

/** Everything that takes something, given more of it than anybody needs. */
export const oversizedInput: Attack = {
  name: 'oversized-input',
  title: 'nothing that is long, deep or wide stops the platform',
  async run(context, findings) {
    const { platform, random, isShort } = context;
    await platform.callers();
    let slowest = { seconds: 0, where: 'none' };
    const timed = async (
      where: string,
      send: (text: string) => Promise<RawAnswer>,
      length: number,
    ): Promise<void> => {
      // What is plain says how long so much of anything takes here and now.
      const plain = isShort ? 0 : (await send(repeated(PLAIN, length))).durationMs;
      for (const unit of isShort ? someOf(random, ENDLESS, 1) : ENDLESS) {
        const text = repeated(unit, length);
        let answer = await send(text);
        checkAnswer(findings, () => `${where} with ${JSON.stringify(unit)} over and over`, answer);
        if (isShort) continue;
        const most = Math.max(SECONDS * 1000, TIMES_PLAIN * plain);
        for (let again = 0; again < 2 && answer.durationMs > most; again += 1) answer = await send(text);
        const seconds = answer.durationMs / 1000;
        if (seconds > slowest.seconds) slowest = { seconds, where: `${where} with ${JSON.stringify(unit)}` };
        findings.check(
          answer.durationMs <= most,
          () =>
            `${where} with ${JSON.stringify(unit)} over and over takes ${seconds.toFixed(1)} s, plain text ${(plain / 1000).toFixed(1)} s`,
        );
      }
    };
    for (const endpoint of platform.endpoints) {
      if (endpoint.body !== null) {
        const sample = sampleOf(endpoint.body);
        const places = textPlaces(sample);
        for (const place of isShort ? someOf(random, places, 1) : places)
          await timed(
            `${nameOf(endpoint)} at ${place.join('.')}`,
            (text) => put(context, endpoint, sample, place, text),
            LENGTH,
          );
        await misshape(context, findings, endpoint, sample);
      }
      if (endpoint.method !== 'GET') continue;
      const texts = endpoint.parameters.filter(
        (parameter) => parameter.in === 'query' && parameter.schema['type'] === 'string',
      );
      for (const { name } of isShort ? someOf(random, texts, 1) : texts)
        await timed(
          `${nameOf(endpoint)} ?${name}`,
          (text) =>
            ask(
              context,
              endpoint,
              `${name}=${encodeURIComponent(text.toWellFormed())
                .slice(0, QUERY_LENGTH)
                .replace(/%[0-9A-F]?$/, '')}`,
            ),
          QUERY_LENGTH,
        );
    }
    await longHeads(context, findings);
    const ready = await platform.client.send('GET', '/readyz');
    findings.check(ready.status === 200, () => `the platform is not ready afterwards: ${ready.text}`);
    if (!isShort) findings.note(`slowest ${slowest.seconds.toFixed(2)} s: ${slowest.where}`);
  },
};

const post = (
  { platform }: AttackContext,
  endpoint: Endpoint,
  address: string,
  body: string,
): Promise<RawAnswer> =>
  platform.client.send(endpoint.method, address, {
    headers: { ...platform.operator(), 'content-type': 'application/json' },
    ...{ body, timeoutMs: 120_000 },
  });

const put = (
  context: AttackContext,
  endpoint: Endpoint,
  sample: unknown,
  place: Place,
  text: string,
): Promise<RawAnswer> =>
  post(context, endpoint, addressFor(context, endpoint), JSON.stringify(withAt(sample, place, () => text)));

const ask = (context: AttackContext, endpoint: Endpoint, query: string): Promise<RawAnswer> =>
  context.platform.client.send('GET', `${addressFor(context, endpoint)}?${query}`, {
    ...{ headers: context.platform.operator(), timeoutMs: 120_000 },
  });

async function misshape(
  context: AttackContext,
  findings: Findings,
  endpoint: Endpoint,
  sample: unknown,
): Promise<void> {
  const { random, isShort } = context;
  const address = addressFor(context, endpoint);
  const all = shapes();
  for (const [what, json] of isShort ? someOf(random, all, 1) : all) {
    const answer = await post(context, endpoint, address, json);
    checkAnswer(findings, () => `${nameOf(endpoint)} with ${what}`, answer);
    findings.check(answer.status >= 400, () => `${nameOf(endpoint)} takes ${what}`);
    notMore(findings, `${nameOf(endpoint)} with ${what}`, json, answer);
    const [name] = Object.keys(Object(sample));
    if (name === undefined || isShort) continue;
    const inner = JSON.stringify({ ...Object(sample), [name]: '@@hole@@' }).replace('"@@hole@@"', () => json);
    const within = await post(context, endpoint, address, inner);
    checkAnswer(findings, () => `${nameOf(endpoint)} with ${what} as ${name}`, within);
    notMore(findings, `${nameOf(endpoint)} with ${what} as ${name}`, inner, within);
  }
}

/** Whoever is refused is not answered with more than they sent: else a little costs the platform a lot. */
function notMore(findings: Findings, where: string, sent: string, answer: RawAnswer): void {
  const { length } = answer.text;
  findings.check(
    answer.status < 400 || length < 20_000 + sent.length,
    () => `${where}: ${sent.length} letters are answered with ${length}`,
  );
}

/** Heads that are longer than any has to be. */
async function longHeads({ platform }: AttackContext, findings: Findings): Promise<void> {
  const line = (headers: string, path = `${PREFIX}/sources`): string =>
    `GET ${path} HTTP/1.1\r\nHost: ${platform.client.host}\r\nConnection: close\r\n${headers}\r\n`;
  const heads: readonly (readonly [string, string, readonly number[]])[] = [
    ['an address of 60,000 letters', line('', `/${'a'.repeat(60_000)}`), [431, 414]],
    ['a header of 60,000 letters', line(`X-Long: ${'a'.repeat(60_000)}\r\n`), [431]],
    ['5,000 headers', line('A: b\r\n'.repeat(5_000)), [431]],
    ['1,900 short headers', line('A:b\r\n'.repeat(1_900)), [401, 431]],
    ['5,000 parameters', line('', `${PREFIX}/sources?${'a=b&'.repeat(3_000)}`), [401]],
    ['two lengths', line('Content-Length: 1\r\nContent-Length: 2\r\n'), [400]],
    ['a length and parts', line('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n'), [400]],
    ['parts by another name', line('Transfer-Encoding: chunked, identity\r\n'), [400]],
    ['a negative length', line('Content-Length: -1\r\n'), [400]],
    ['a length in words', line('Content-Length: ten\r\n'), [400]],
    ['a folded header', line('X-A: b\r\n c\r\n'), [400, 401]],
    ['a header with a blank before its colon', line('Host : evil.example\r\n'), [400]],
    ['two hosts', line('Host: evil.example\r\n'), [400, 401]],
    ['no host', `GET ${PREFIX}/sources HTTP/1.1\r\nConnection: close\r\n\r\n`, [400]],
    ['another protocol', `GET ${PREFIX}/sources HTTP/9.9\r\nHost: a\r\n\r\n`, [400, 505]],
    [
      'lines that end in LF alone',
      `GET ${PREFIX}/sources HTTP/1.1\nHost: a\nConnection: close\n\n`,
      [400, 401],
    ],
    [
      'an upgrade',
      line('Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n'),
      [400, 401, 426],
    ],
    ['CONNECT', `CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n`, [400, 401, 404, 405]],
    [
      'TRACE',
      `TRACE ${PREFIX}/sources HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: a=b\r\n\r\n`,
      [400, 401, 404, 405],
    ],
  ];
  for (const [what, head, right] of heads) {
    const answer = await rawRequest(platform.client.address, [head]).catch(
      (error: unknown) => `closed ${String(error)}`,
    );
    const status = Number(answer.split(' ')[1]);
    // To end the connection without a word is an answer as well.
    findings.check(
      right.includes(status) || answer === '' || answer.startsWith('closed'),
      () => `${what}: ${answer.slice(0, 120)}`,
    );
  }
}
