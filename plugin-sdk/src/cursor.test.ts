import { expect } from 'chai';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './cursor.ts';

describe('A cursor', () => {
  it('comes back as the position that went in', () => {
    fc.assert(
      fc.property(fc.string(), fc.maxSafeInteger(), fc.uuid(), (text, integer, uuid) => {
        expect(decodeCursor(encodeCursor([text, integer, uuid]), ['text', 'integer', 'uuid'])).to.deep.equal([
          text,
          integer,
          uuid,
        ]);
      }),
    );
  });

  it('is refused with its code when it was not made here', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text, ['text', 'integer', 'uuid']))
          .to.throw()
          .with.property('code', 'DW_HTTP_CURSOR_INVALID');
      }),
    );
  });

  it('is refused when it belongs to a list with other sort keys', () => {
    for (const keys of [['a'], [1, 'a'], ['a', 1.5], ['a', null], ['a', 1, 'b']]) {
      expect(() => decodeCursor(encodeCursor(keys), ['text', 'integer']), JSON.stringify(keys))
        .to.throw()
        .with.property('status', 400);
    }
  });
});
