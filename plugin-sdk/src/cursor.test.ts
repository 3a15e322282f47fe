import { expect } from 'chai';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './cursor.ts';

describe('A cursor', () => {
  const position = fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 4 });

  it('comes back as the position that went in', () => {
    fc.assert(
      fc.property(position, (keys) => {
        expect(decodeCursor(encodeCursor(keys), keys.length)).to.deep.equal(keys);
      }),
    );
  });

  it('is refused with its code when it was not made here', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text, 3)).to.throw().with.property('code', 'DW_HTTP_CURSOR_INVALID');
      }),
    );
  });

  it('is refused when it belongs to a list with other sort keys', () => {
    expect(() => decodeCursor(encodeCursor(['a']), 2)).to.throw().with.property('status', 400);
  });
});
