import { expect } from 'chai';
import fc from 'fast-check';
import { cutPage, decodeCursor, encodeCursor } from './cursor.ts';

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

describe('the pages of a list', () => {
  it('hold each item once, whatever their size, and end without a cursor', () => {
    fc.assert(
      fc.property(fc.nat({ max: 20 }), fc.integer({ min: 1, max: 7 }), (total, limit) => {
        const seen: string[] = [];
        for (let from = 0; ; ) {
          const rows = Array.from({ length: total }, (_, id) => id).slice(from, from + limit + 1);
          const page = cutPage(rows, limit, String, (id) => [id]);
          seen.push(...page.items);
          expect(page.items.length).to.be.at.most(limit);
          if (page.nextCursor === null) break;
          [from] = decodeCursor(page.nextCursor, ['integer']);
          from += 1;
        }
        expect(seen).to.deep.equal(Array.from({ length: total }, (_, id) => String(id)));
      }),
    );
  });
});
