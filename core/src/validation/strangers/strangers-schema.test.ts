import { checkValue, type JsonSchema } from '@datawave/plugin-sdk';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import fc from 'fast-check';
import { createInputValidation } from '../../http/input-validation.ts';
import { PayloadCheck } from '../../jobs/payload.ts';
import { secretPlaces } from '../../plugins/settings/secret-places.ts';
import { validateSettings } from '../validate-settings.ts';
import { BoundedAjv, guardedCheck } from './bounded-ajv.ts';
import { LinearPatterns } from './linear-patterns.ts';
import { StrangersSchemas } from './strangers-schema.ts';

/** Takes a backtracking engine longer than anybody lives. */
const EVIL = '^(a+)+$';
const VICTIM = `${'a'.repeat(200)}!`;
const TOO_MUCH = 'DW_ISOLATION_SCHEMA_STEPS';

const take = (schema: unknown): JsonSchema => new StrangersSchemas('guest').take(schema, 'the settings');
const closed = (properties: object): JsonSchema => ({
  type: 'object',
  properties,
  additionalProperties: false,
});

function refusal(schema: unknown): string {
  try {
    take(schema);
  } catch (error) {
    expect(error).to.include({ code: 'DW_ISOLATION_SCHEMA' });
    return (error as Error).message;
  }
  throw new Error('was taken');
}

async function codeOf(run: () => unknown): Promise<unknown> {
  try {
    await run();
    return null;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

describe('a pattern of somebody who is not trusted', () => {
  const alphabet = [
    'a',
    'b',
    'A',
    '1',
    '_',
    '-',
    '.',
    ' ',
    '\u00a0',
    '\n',
    '\u2028',
    'é',
    '😀',
    '\u0000',
    '[',
    ':',
  ];
  const atom = fc.constantFrom(
    ...[
      'a',
      'b',
      '.',
      '\\s',
      '\\S',
      '\\d',
      '\\D',
      '\\w',
      '\\W',
      '\\b',
      '\\.',
      '\\/',
      '\\u0041',
      '\\u{1F600}',
      '\\uD83D\\uDE00',
    ],
    ...[
      '\\x61',
      '\\0',
      '\\cJ',
      '\\n',
      '\\t',
      '[ab]',
      '[^ab]',
      '[^\\s]',
      '[\\s\\d]',
      '[\\S]',
      '[^]',
      '[]',
      '[\\b]',
      '[a-b_-]',
      '[[:]',
    ],
    ...['\\p{L}', '\\P{Lu}', '\\p{Script=Greek}', '(?:a|b)', '(a|)', '(?<n>b)', '^', '$', '|'],
  );
  const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,2}', '{1,}', '*?', '+?');
  const pattern = fc.array(fc.tuple(atom, quantifier), { maxLength: 5 }).map((parts) =>
    parts
      .map(([part, times], index) => {
        const one = part.replace('<n>', `<n${index}>`);
        return ['^', '$', '|', '\\b'].includes(one) ? one : one + times;
      })
      .join(''),
  );
  const text = fc.array(fc.constantFrom(...alphabet), { maxLength: 6 }).map((parts) => parts.join(''));

  it('matches what JavaScript says that it does', () => {
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 8 }), (source, texts) => {
        const linear = new LinearPatterns();
        for (const one of texts)
          expect(linear.get(source).test(one), `${source} of ${JSON.stringify(one)}`).to.equal(
            new RegExp(source, 'u').test(one),
          );
      }),
      { numRuns: 400 },
    );
  });

  it('is refused where it has no bound, by name, place and what to do', () => {
    for (const [source, reason] of [
      ['^(?=a)b', 'looks ahead or behind'],
      ['(?<!a)b', 'looks ahead or behind'],
      ['(a)\\1', 'refers back'],
      ['(?<n>a)\\k<n>', 'refers back'],
      ['(?i:a)', 'changes its flags'],
      ['(', 'Invalid regular expression'],
      ['(?:(?:abcdefghij){100}){100}', 'steps a character'],
      ['a'.repeat(1001), '1000 are the most'],
    ] as const) {
      const message = refusal(closed({ name: { type: 'string', pattern: source } }));
      expect(message)
        .to.contain('plugin "guest"')
        .and.contain('#/properties/name/pattern')
        .and.contain(reason);
    }
    expect(refusal({ patternProperties: { '(a)\\1': {} } })).to.contain('refers back');
    expect(refusal({ anyOf: [{ not: { items: { pattern: '(?=a)' } } }] })).to.contain(
      '#/anyOf/0/not/items/pattern',
    );
  });

  it('is run in linear time wherever the platform checks something against it', async () => {
    const schema = take(
      closed({ name: { type: 'string', pattern: EVIL }, bag: { patternProperties: { [EVIL]: {} } } }),
    );
    const plain = take(closed({ name: { type: 'string', pattern: EVIL, description: 'only a' } }));
    const value = { name: VICTIM, bag: { [VICTIM]: 1 } };
    const validation = createInputValidation();
    expect(validation.forBody(schema, 'POST /x')(structuredClone(value))).to.have.length(1);
    expect(validation.forText(schema, 'query', 'GET /x')({ name: VICTIM })).to.have.length(1);
    expect(
      await codeOf(() => new PayloadCheck().check({ name: 'guest.x', payload: schema }, value)),
    ).to.equal('DW_JOB_PAYLOAD');
    expect((await validateSettings(schema, value)).errors).to.have.length(1);
    expect((await validateSettings(plain, { name: VICTIM })).errors).to.have.length(1);
    expect(checkValue(plain, { name: VICTIM }).errors).to.have.length(1);
    // A copy of it, or a part, is still a stranger's.
    expect(checkValue({ ...plain, title: 'copied' }, { name: VICTIM }).errors).to.have.length(1);
    expect(
      secretPlaces(take({ patternProperties: { [EVIL]: { writeOnly: true } } }), { [VICTIM]: 'x' }),
    ).to.deep.equal([]);
    expect(checkValue(plain, { name: 'aaa' }).errors).to.deep.equal([]);
  });

  it('takes no more steps than there are, however many values there are', async () => {
    const schema = take({ type: 'array', items: { type: 'string', pattern: '^(?:a?){200}a{200}$' } });
    const check = new PayloadCheck();
    const payload = Array.from({ length: 100 }, () => 'a'.repeat(300));
    expect(await codeOf(() => check.check({ name: 'guest.x', payload: schema }, payload))).to.equal(TOO_MUCH);
    expect(await codeOf(() => check.check({ name: 'guest.x', payload: schema }, ['a'.repeat(300)]))).to.equal(
      null,
    );
  });
});

describe('a schema of somebody who is not trusted', () => {
  it('is refused where nothing bounds how long a check takes', () => {
    let deep: object = {};
    for (let level = 0; level < 100; level++) deep = { items: deep };
    const chain = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [
        `d${n}`,
        n === 39 ? {} : { anyOf: [{ $ref: `#/$defs/d${n + 1}` }, { $ref: `#/$defs/d${n + 1}` }] },
      ]),
    );
    const line = (length: number): object =>
      Object.fromEntries(
        Array.from({ length }, (_, n) => [
          `d${n}`,
          n === length - 1 ? {} : { items: { $ref: `#/$defs/d${n + 1}` } },
        ]),
      );
    for (const [schema, reason] of [
      [{ $defs: { a: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' }, 'refers to itself'],
      [{ properties: { a: { anyOf: [{ $ref: '#' }, { $ref: '#' }] } } }, 'refers to itself'],
      [{ $defs: chain, $ref: '#/$defs/d0' }, 'comparisons'],
      [{ $ref: 'https://example.org/other' }, 'refers to nothing within itself'],
      [{ $ref: '#/$defs/missing' }, 'refers to nothing within itself'],
      [{ $dynamicRef: '#x' }, 'not taken here'],
      [{ properties: { a: { $id: 'https://example.org/a' } } }, 'not taken here'],
      [{ $async: true }, 'not taken here'],
      [deep, 'nested more than'],
      [{ enum: Array.from({ length: 5_000 }, (_, n) => n) }, 'values'],
      [{ description: 'x'.repeat(100_000) }, 'characters'],
      [{ $defs: line(300), $ref: '#/$defs/d0' }, 'refers on and on'],
      ['no schema', 'is no object'],
      [null, 'is no object'],
      [{ default: new Uint8Array(64) }, 'it is no JSON'],
      [{ toJSON: () => ({}) }, 'is no JSON'],
    ] as const)
      expect(refusal(schema)).to.contain(reason);
  });

  it('bounds what a value may cost before it is looked at', async () => {
    const heavy = take({
      type: 'array',
      items: { anyOf: Array.from({ length: 500 }, (_, n) => ({ const: `${n}` })) },
    });
    const validation = createInputValidation();
    const check = validation.forBody(heavy, 'POST /x');
    expect(await codeOf(() => check(Array.from({ length: 500_000 }, () => 1)))).to.equal(TOO_MUCH);
    expect(check(['1', '499'])).to.deep.equal([]);
    const schemas = new StrangersSchemas('guest');
    const many = (round: number): unknown =>
      schemas.take({ enum: Array.from({ length: 2_900 }, (_, n) => n + round) }, 'x');
    expect(await codeOf(() => Array.from({ length: 10 }, (_, round) => many(round)))).to.equal(null);
    expect(await codeOf(() => many(3)), 'known').to.equal(null);
    expect(await codeOf(() => many(11))).to.equal('DW_ISOLATION_SCHEMA');
    const plain = take({ type: 'array', items: { enum: Array.from({ length: 1000 }, (_, n) => `${n}`) } });
    expect(
      await codeOf(() =>
        checkValue(
          plain,
          Array.from({ length: 500_000 }, () => 1),
        ),
      ),
    ).to.equal(TOO_MUCH);
  });

  it('compares the items of a list by their text, not each with each', () => {
    const check = guardedCheck(
      new BoundedAjv({ strict: false }, (ajv) => void addFormats.default(ajv)),
      take({ type: 'array', uniqueItems: true }),
    );
    const items = Array.from({ length: 200_000 }, (_, n) => ({ n, m: [n] }));
    expect(check?.(items)).to.deep.equal([]);
    expect(
      check?.([
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ])?.[0],
    ).to.include({ keyword: 'uniqueItems' });
    expect(check?.([1, '1', true, 'true', null, 'null', [1], ['1']])).to.deep.equal([]);
  });

  it('is otherwise what it was, and the same for the same text', async () => {
    const schemas = new StrangersSchemas('guest');
    const source = {
      $id: 'https://example.org/settings',
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      ...closed({
        kind: { enum: ['a', 'b'], default: 'a' },
        when: { type: 'string', format: 'date' },
        part: { $ref: '#/$defs/part' },
      }),
      $defs: { part: closed({ id: { type: 'string', pattern: '^[0-9a-f-]{36}$' } }) },
    };
    const schema = schemas.take(source, 'the settings');
    expect(schemas.take(structuredClone(source), 'the settings')).to.equal(schema);
    const { $id: _named, ...rest } = source;
    expect(JSON.parse(JSON.stringify(schema))).to.deep.equal(rest);
    const id = '00000000-0000-7000-8000-000000000001';
    const { value, errors } = await validateSettings(schema, { when: '2026-01-31', part: { id } });
    expect([value, errors]).to.deep.equal([{ kind: 'a', when: '2026-01-31', part: { id } }, []]);
    const wrong = await validateSettings(schema, { when: '2026-01-32', part: { id } });
    expect(wrong.errors.map(({ pointer }) => pointer)).to.deep.equal(['/when']);
  });
});
