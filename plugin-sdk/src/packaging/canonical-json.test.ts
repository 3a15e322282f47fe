import { expect } from 'chai';
import * as fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';

describe('canonical JSON', () => {
  it('writes the example of RFC 8785, section 3.2.2', () => {
    const input = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(input)).to.equal(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, as RFC 8785, section 3.2.3 does', () => {
    const input = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect([...canonicalJson(input).matchAll(/:(\d)/g)].map(([, value]) => Number(value))).to.deep.equal([
      2, 4, 6, 7, 1, 5, 3,
    ]);
  });

  it('means what it was made of, whatever order the keys came in', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = canonicalJson(value);
        const back: unknown = JSON.parse(text);
        expect(JSON.parse(JSON.stringify(value))).to.deep.equal(back);
        expect(canonicalJson(back)).to.equal(text);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses what JSON does not know', () => {
    for (const value of [
      undefined,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      { a: undefined },
      [() => 1],
      1n,
      '\ud800',
    ])
      expect(() => canonicalJson(value)).to.throw(TypeError);
  });
});
