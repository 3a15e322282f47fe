import { type Attack, someOf } from './attack.ts';
import { type Endpoint, nameOf } from './endpoints.ts';
import { addressFor, checkAnswer } from './hostile-input.ts';
import { SQL_TEXTS } from './hostile-texts.ts';
import { jsonOf } from './send-raw.ts';

/** What a cursor could hold that no list has written. */
const POSITIONS: readonly unknown[] = [
  ...[
    [],
    [null],
    [null, null],
    [[]],
    [{}],
    {},
    'x',
    1,
    null,
    [1, 2, 3, 4],
    ['x'],
    [''],
    ['x', 'x'],
    [1, 'x'],
    ['x', 1],
  ],
  ...[
    [-1, '00000000-0000-4000-8000-000000000000'],
    [2 ** 53, 'x'],
    [0, '00000000-0000-4000-8000-000000000000'],
  ],
  ...[
    ['9'.repeat(40), '00000000-0000-4000-8000-000000000000'],
    ['2026-01-01', '00000000-0000-4000-8000-000000000000'],
  ],
  ...[
    [9_007_199_254_740_991, '00000000-0000-4000-8000-000000000000'],
    [-9_007_199_254_740_991, 'x'],
    [true, false],
  ],
  ...[
    ['\u0000', '00000000-0000-4000-8000-000000000000'],
    ['\ud800', 'x'],
    ['\ud800', '00000000-0000-4000-8000-000000000000'],
  ],
  ...[
    ['x'.repeat(5000), 'x'],
    [1e308, 'x'],
    ['-1', '00000000-0000-4000-8000-000000000000'],
    ['NaN', 'x'],
    ['1', '1'],
  ],
  ...SQL_TEXTS.map((text) => [text, '00000000-0000-4000-8000-000000000000']),
  ...SQL_TEXTS.map((text) => [text, text]),
  ...SQL_TEXTS.slice(16).map((text) => [1, text]),
];

/** Cursors that were changed, made up, or belong to another list. */
export const bentCursors: Attack = {
  name: 'bent-cursors',
  title: 'no cursor is believed',
  async run(context, findings) {
    const { platform, random, isShort } = context;
    await platform.callers();
    for (const title of ['A', 'B', 'C']) {
      await platform.make('/scan-rules', { title });
      await platform.make('/roles', { key: title.toLowerCase(), title });
      await platform.make('/groups', { name: title });
    }
    const lists = platform.endpoints.filter(
      (endpoint) => endpoint.method === 'GET' && takes(endpoint, 'cursor'),
    );
    const send = (endpoint: Endpoint, query: string) =>
      platform.client.send('GET', `${addressFor(context, endpoint)}?${query}`, {
        headers: platform.operator(),
      });
    const real = new Map<Endpoint, string>();
    for (const endpoint of lists) {
      const { nextCursor } = jsonOf(await send(endpoint, 'limit=1'));
      if (typeof nextCursor === 'string') real.set(endpoint, nextCursor);
    }
    const made = POSITIONS.map((position) => Buffer.from(JSON.stringify(position)).toString('base64url'));
    for (const endpoint of lists) {
      const own = real.get(endpoint);
      const bent = own === undefined ? [] : bentOf(own);
      const foreign = [...real].flatMap(([other, cursor]) => (other === endpoint ? [] : [cursor]));
      const all = [
        ...made,
        ...bent,
        ...foreign,
        ...SQL_TEXTS,
        '',
        ' ',
        '=',
        '====',
        'A'.repeat(8000),
        '%00',
        '../x',
      ];
      for (const cursor of isShort ? someOf(random, all, 6) : all) {
        const answer = await send(endpoint, `limit=1&cursor=${encodeURIComponent(cursor)}`);
        checkAnswer(
          findings,
          () => `${nameOf(endpoint)} from ${cursor.slice(0, 120)}, ${decoded(cursor)}`,
          answer,
        );
        findings.check(
          [200, 400, 404].includes(answer.status),
          () => `${nameOf(endpoint)} from ${cursor}: ${answer.status}`,
        );
      }
      for (const limit of isShort ? ['0'] : ['0', '-1', '501', '1e9', '1.5', 'x', '', '9'.repeat(30)])
        findings.check(
          [400, 404].includes((await send(endpoint, `limit=${limit}`)).status),
          () => `${nameOf(endpoint)} takes the limit "${limit}"`,
        );
    }
    findings.note(`${lists.length} lists, ${real.size} with a second page`);
  },
};

const takes = ({ parameters }: Endpoint, wanted: string): boolean =>
  parameters.some(({ name, in: where }) => where === 'query' && name === wanted);

const decoded = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('utf8').slice(0, 120);

/** A cursor with each of its characters exchanged, and each bit of what it holds turned round. */
function bentOf(cursor: string): readonly string[] {
  const characters = [...cursor].map(
    (_, at) => `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`,
  );
  const bytes = Buffer.from(cursor, 'base64url');
  const bits = [...bytes.keys()].flatMap((at) =>
    [0, 3, 6].map((bit) => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ (1 << bit);
      return copy.toString('base64url');
    }),
  );
  return [...characters, ...bits, cursor.slice(1), cursor.slice(0, -1), cursor + cursor];
}
