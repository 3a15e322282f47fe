import { expect } from 'chai';
import fc from 'fast-check';
import { RowSlots } from './row-slots.ts';
import { RowWindow, withPinned } from './row-window.ts';

const VIEW = 600;

/** A window that is told by hand where it is scrolled to. */
function windowOf(count: number, estimate: number, pinned: number | null) {
  let tell: (offset: number, isScrolling: boolean) => void = () => undefined;
  const rows = new RowWindow(() => undefined, {
    observeElementRect: (_, told) => told({ width: 800, height: VIEW }),
    observeElementOffset: (_, told) => {
      tell = told;
    },
    scrollToFn: () => undefined,
  });
  rows.reshape({ count, estimate, pinned, heading: 0, gap: 0 });
  const view = {
    scrollHeight: count * estimate,
    clientHeight: VIEW,
    scrollTop: 0,
    ownerDocument: { defaultView: {} },
  };
  rows.attach(view as unknown as HTMLElement);
  return {
    rows,
    scroll: (offset: number) => {
      view.scrollTop = offset;
      tell(offset, false);
    },
  };
}

describe('the window on many rows', () => {
  it('covers what is in sight without a gap, in order, and draws few rows beside', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200_000 }),
        fc.integer({ min: 20, max: 120 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.nat(200_000)),
        (count, estimate, share, pinned) => {
          const { rows, scroll } = windowOf(count, estimate, pinned);
          expect(rows.height).to.equal(count * estimate);
          const offset = Math.floor(share * Math.max(0, count * estimate - VIEW));
          scroll(offset);
          const items = rows.items;
          const indexes = items.map(({ index }) => index);
          expect(indexes).to.deep.equal([...new Set(indexes)].toSorted((one, other) => one - other));
          for (const item of items) expect(item.start).to.equal(item.index * estimate);
          const first = Math.floor(offset / estimate);
          const last = Math.min(count - 1, Math.floor((offset + VIEW - 1) / estimate));
          for (let index = first; index <= last; index += 1) expect(indexes).to.include(index);
          if (pinned !== null && pinned < count) expect(indexes).to.include(pinned);
          expect(items.length).to.be.at.most(Math.ceil(VIEW / estimate) + 12);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stands rows below what was measured', () => {
    const { rows } = windowOf(1000, 40, null);
    rows.measured(0, 100);
    rows.measured(1, 60);
    expect(rows.items.slice(0, 3).map(({ start }) => start)).to.deep.equal([0, 100, 160]);
    expect(rows.height).to.equal(1000 * 40 + 80);
  });

  it('keeps what was measured of a row wherever it comes to stand', () => {
    const { rows } = windowOf(3, 40, null);
    const shape = { count: 3, estimate: 40, pinned: null, heading: 0, gap: 0 };
    rows.reshape({ ...shape, keyOf: (index) => ['a', 'b', 'c'][index] ?? index });
    rows.measured(1, 100);
    rows.reshape({ ...shape, count: 4, keyOf: (index) => ['new', 'a', 'b', 'c'][index] ?? index });
    expect(rows.items.map(({ start }) => start)).to.deep.equal([0, 40, 80, 180]);
    rows.reshape({ ...shape, estimate: 30 });
    expect(rows.height).to.equal(90);
  });

  it('adds the row that holds the focus once, where it belongs', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50)), fc.option(fc.integer({ min: -2, max: 60 })), (some, pinned) => {
        const indexes = some.toSorted((one, other) => one - other);
        const all = withPinned(indexes, pinned, 51);
        expect(all).to.deep.equal([...new Set(all)].toSorted((one, other) => one - other));
        for (const index of indexes) expect(all).to.include(index);
        expect(all.length - indexes.length).to.be.at.most(1);
      }),
    );
  });
});

describe('the elements of rows', () => {
  it('stay with a row while it is in sight, belong to one row each, and are no more than are drawn at most', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 40 }), fc.option(fc.nat(600)))),
        (steps) => {
          const slots = new RowSlots();
          let before = new Map<number, number>();
          let most = 0;
          for (const [first, count, pinned] of steps) {
            const indexes = withPinned(
              Array.from({ length: count }, (_, place) => first + place),
              pinned,
              1000,
            );
            most = Math.max(most, indexes.length);
            const given = slots.assign(indexes.map(String));
            expect(new Set(given).size).to.equal(indexes.length);
            expect(Math.max(...given)).to.be.below(most);
            const now = new Map(indexes.map((index, place) => [index, given[place] ?? -1]));
            for (const [index, slot] of now) if (before.has(index)) expect(slot).to.equal(before.get(index));
            before = now;
          }
        },
      ),
    );
  });

  it('are one for each row, also where a list that moved gave one twice', () => {
    const slots = new RowSlots();
    expect(slots.assign(['a', 'b'])).to.deep.equal([0, 1]);
    const given = slots.assign(['a', 'b', 'a', 'c', 'c']);
    expect(given.slice(0, 2)).to.deep.equal([0, 1]);
    expect(new Set(given).size).to.equal(5);
  });
});
