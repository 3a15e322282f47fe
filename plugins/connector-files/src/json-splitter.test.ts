import { expect } from 'chai';
import fc from 'fast-check';
import { flattenRecord, parseRecord } from './json-record.ts';
import { arrangementOf, type JsonArrangement, JsonSplitter } from './json-splitter.ts';

function split(arrangement: JsonArrangement, text: string, size = text.length || 1): readonly string[] {
  const splitter = new JsonSplitter(arrangement);
  const records: string[] = [];
  for (let at = 0; at < text.length; at += size) records.push(...splitter.write(text.slice(at, at + size)));
  return [...records, ...splitter.end().records];
}

describe('JsonSplitter', () => {
  it('finds every element of an array and every value of a sequence, in pieces of any size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 3 })),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(0, 2),
        (values, size, indent) => {
          const parsed = (records: readonly string[]): readonly unknown[] =>
            records.map((record): unknown => JSON.parse(record));
          expect(parsed(split('array', JSON.stringify(values, null, indent), size))).to.deep.equal(
            JSON.parse(JSON.stringify(values)),
          );
          const objects = values.map((value) => ({ value }));
          expect(
            parsed(
              split('values', objects.map((value) => JSON.stringify(value, null, indent)).join('\n'), size),
            ),
          ).to.deep.equal(JSON.parse(JSON.stringify(objects)));
        },
      ),
    );
  });

  it('goes on after a broken line', () => {
    expect(split('lines', '{"a":1}\n{broken\n\n{"a":2}')).to.deep.equal(['{"a":1}', '{broken', '{"a":2}']);
  });

  it('tells how a file is arranged', () => {
    expect(arrangementOf(' [{"a":1}]')).to.equal('array');
    expect(arrangementOf('{"a":1}\n{"a":2}')).to.equal('lines');
    expect(arrangementOf('{\n "a": 1\n}')).to.equal('values');
    expect(arrangementOf('[1,2]\n[3,4]\n')).to.equal('lines');
  });
});

describe('a JSON record', () => {
  const flat = (text: string): Readonly<Record<string, string | null>> =>
    Object.fromEntries(
      [...flattenRecord(parseRecord(text) ?? null)].map(([name, field]) => [name, field.text]),
    );

  it('becomes fields with dots, with the first value of an array for all', () => {
    expect(flat('{"a":{"b":1,"c":[{"d":null},{"d":"x","e":true}]},"f":[],"g":null}')).to.deep.equal({
      'a.b': '1',
      'a.c[].d': 'x',
      'a.c[].e': 'true',
      'f[]': null,
      g: null,
    });
    expect(flat('5')).to.deep.equal({ value: '5' });
  });

  it('keeps all digits of a number', () => {
    expect(flat('{"card":4111111111111111111,"pi":3.14159265358979323846}')).to.deep.equal({
      card: '4111111111111111111',
      pi: '3.14159265358979323846',
    });
  });

  it('is undefined when it is no JSON', () => expect(parseRecord('{x')).to.equal(undefined));
});
