import { expect } from 'chai';
import fc from 'fast-check';
import { encodeJson, PayloadCheck } from './payload.ts';

describe('Payloads', () => {
  const job = {
    name: 'demo.x',
    payload: {
      type: 'object',
      properties: {
        at: { type: 'string', format: 'date-time' },
        'a/b': { type: 'object', properties: { c: { type: 'integer' } } },
      },
      additionalProperties: false,
    },
  };

  it('are refused with a pointer for each fault and without their values', () => {
    expect(() => new PayloadCheck().encode(job, { at: 'tomorrow', 'a/b': { c: 'x' }, 'd~e': 1 }))
      .to.throw()
      .with.property('errors')
      .that.satisfies((errors: { pointer: string }[]) => {
        expect(errors.map((error) => error.pointer)).to.have.members(['/at', '/a~1b/c', '/d~0e']);
        expect(JSON.stringify(errors)).not.to.include('tomorrow');
        return true;
      });
  });

  it('are refused when the database could not store them', () => {
    for (const value of ['a\0b', '\ud800', { 'k\0': 1 }, 10n]) expect(encodeJson(value)).to.equal(undefined);
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    expect(encodeJson(cyclic)).to.equal(undefined);
  });

  it('are taken whatever else they hold', () => {
    expect(encodeJson('\\u0000 written out')).to.equal('"\\\\u0000 written out"');
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const text = encodeJson(value);
        return JSON.stringify(value).includes('\\u0000') || text === JSON.stringify(value);
      }),
    );
  });

  it('need a schema that can be read', () => {
    expect(() => new PayloadCheck().validator({ name: 'demo.y', payload: { type: 'objekt' } }))
      .to.throw()
      .with.property('code', 'DW_JOB_DEFINITION');
  });
});
