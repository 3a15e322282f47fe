import { DataWaveError, pointerSegment } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { createInputValidation } from './input-validation.ts';
import { problemFrom } from './problem.ts';

describe('input validation', () => {
  const validation = createInputValidation();

  it('points at the very place that is wrong, whatever it is called', () => {
    const check = validation.forBody(
      { type: 'object', additionalProperties: { type: 'object', additionalProperties: { type: 'integer' } } },
      'test',
    );
    const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__');
    fc.assert(
      fc.property(name, name, (outer, inner) => {
        const value = Object.fromEntries([[outer, Object.fromEntries([[inner, 'text']])]]);
        const [error] = check(value);
        expect(
          error?.pointer
            .split('/')
            .slice(2)
            .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
        ).to.deep.equal([outer, inner]);
      }),
    );
  });

  it('tells no more of what is wrong than somebody reads, however much is sent', () => {
    const check = validation.forBody(
      { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
      'test',
    );
    const many = Array.from({ length: 50_000 }, () => 0);
    expect(check({ key: many })).to.have.length(100);
    expect(JSON.stringify(check({ ['k'.repeat(50_000)]: many })).length).to.be.lessThan(1_000);
  });

  it('never quotes the value', () => {
    const check = validation.forBody(
      {
        type: 'object',
        required: ['a'],
        additionalProperties: false,
        properties: { a: { type: 'string', pattern: '^x$', maxLength: 3, format: 'email' } },
      },
      'test',
    );
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z]{12,20}$/),
        (secret) => !JSON.stringify(check({ a: secret })).includes(secret),
      ),
    );
  });

  it('reads only text that is a number as a number', () => {
    const check = validation.forText(
      { type: 'object', properties: { n: { type: 'integer' } } },
      'query',
      'test',
    );
    fc.assert(
      fc.property(fc.integer(), (n) => {
        const query = { n: String(n) };
        expect([check(query), query.n]).to.deep.equal([[], n]);
      }),
    );
    for (const n of ['', ' ', 'x', '1.5', '1e400', '0x10', ' 5', '+5', 'NaN', 'true', ['1', '2']])
      expect(check({ n }), String(n)).to.have.length(1);
  });

  it('takes no moment that nobody can count with', () => {
    const schema = { type: 'object', properties: { at: { type: 'string', format: 'date-time' } } } as const;
    for (const check of [validation.forBody(schema, 'test'), validation.forText(schema, 'query', 'test')]) {
      expect(check({ at: '2024-02-29T23:59:59.5+01:00' })).to.deep.equal([]);
      // The last is a leap second, which there was, and of which a Date knows nothing.
      for (const at of ['soon', '2026-02-29T00:00:00Z', '2016-12-31T23:59:60Z'])
        expect(check({ at }), at).to.have.length(1);
    }
  });

  it('takes no moment and no day that the database does not keep', () => {
    const faults = (format: string, at: string): readonly unknown[] =>
      validation.forBody({ type: 'object', properties: { at: { type: 'string', format } } }, 'test')({ at });
    for (const day of ['0000-01-01', '0000-12-31', '2026-02-30', 'soon'])
      expect(faults('date', day), day).to.have.length(1);
    for (const day of ['0001-01-01', '2024-02-29', '9999-12-31'])
      expect(faults('date', day), day).to.deep.equal([]);
    // In UTC, as moments are kept, the last two are of other years than they say.
    for (const at of ['0000-06-01T00:00:00Z', '0001-01-01T00:00:00+23:00', '9999-12-31T23:59:59-23:00'])
      expect(faults('date-time', at), at).to.have.length(1);
    expect(faults('date-time', '9999-12-31T23:59:59.999Z')).to.deep.equal([]);
  });

  it('escapes pointers as RFC 6901 says', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (name) =>
          pointerSegment(name).replaceAll('~1', '/').replaceAll('~0', '~') === name &&
          !pointerSegment(name).includes('/'),
      ),
    );
  });
});

describe('problems', () => {
  it('are no longer than somebody reads, whoever has found the faults', () => {
    const long = 'x'.repeat(100_000);
    const error = new DataWaveError({
      ...{ code: 'DW_A', message: long, hint: 'b', status: 400 },
      errors: Array.from({ length: 5_000 }, () => ({ pointer: long, message: long })),
    });
    const problem = problemFrom(error, 'id');
    expect(problem.errors).to.have.length(100);
    expect(JSON.stringify(problem).length).to.be.lessThan(300_000);
  });

  it('show what was foreseen, and of everything else only the request id', () => {
    const foreseen = new DataWaveError({
      code: 'DW_TEST_X',
      message: 'It is so.',
      hint: 'Do this.',
      status: 409,
      errors: [{ pointer: '/body', message: 'is odd' }],
    });
    expect(problemFrom(foreseen, 'r-1')).to.deep.equal({
      type: 'urn:datawave:error:DW_TEST_X',
      title: 'Conflict',
      status: 409,
      detail: 'It is so.',
      code: 'DW_TEST_X',
      requestId: 'r-1',
      hint: 'Do this.',
      errors: [{ pointer: '/body', message: 'is odd' }],
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ minLength: 6 }),
          fc.string({ minLength: 6 }).map((text) => new Error(text)),
        ),
        (thrown) => {
          const problem = problemFrom(thrown, 'r-1');
          expect(problem).to.include({ status: 500, code: 'DW_INTERNAL' }).and.not.to.have.property('errors');
          expect(problem.detail).to.equal('The request could not be completed because of an internal error.');
        },
      ),
    );
  });

  it('have a status of an error, whatever was given', () => {
    for (const status of [0, 200, 302, 600, Number.NaN, 4.5])
      expect(
        problemFrom(new DataWaveError({ code: 'DW_TEST_X', message: 'x', status }), 'r').status,
      ).to.equal(500);
  });
});
