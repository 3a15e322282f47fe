import { expect } from 'chai';
import fc from 'fast-check';
import type { GridColumn } from './column.ts';
import { moveColumn, shownColumns } from './column.ts';
import { arrangeRows, type GridFilter, type GridState, nextSort, PLAIN_GRID } from './filter.ts';
import { gridQuery, gridStateIn } from './query.ts';

interface Row {
  readonly name: string;
  readonly size: number | null;
  readonly level: string;
  readonly seen: Date;
}

const columns: readonly GridColumn<Row>[] = [
  { key: 'name', title: 'Name', filter: { kind: 'text' } },
  { key: 'size', title: 'Size', filter: { kind: 'number' } },
  { key: 'level', title: 'Level', filter: { kind: 'sensitivity' } },
  { key: 'seen', title: 'Seen', filter: { kind: 'date' } },
];
const row = (name: string, size: number | null, level: string, day: number): Row => ({
  name,
  size,
  level,
  seen: new Date(Date.UTC(2026, 0, day, 12)),
});
const rows = [
  row('beta10', 5, 'restricted', 1),
  row('beta9', null, 'public', 2),
  row('Alpha', 5, 'confidential', 3),
  row('gamma', 70, 'internal', 4),
];
const names = (state: Partial<GridState>): readonly string[] =>
  arrangeRows(rows, columns, { ...PLAIN_GRID, ...state }, 'en').map(({ name }) => name);

describe('rows of a grid', () => {
  it('are ordered as people read, what is empty last either way, and equals as they were', () => {
    expect(names({ sort: [{ key: 'name', descending: false }] })).to.deep.equal([
      'Alpha',
      'beta9',
      'beta10',
      'gamma',
    ]);
    expect(names({ sort: [{ key: 'size', descending: false }] })).to.deep.equal([
      'beta10',
      'Alpha',
      'gamma',
      'beta9',
    ]);
    expect(names({ sort: [{ key: 'size', descending: true }] })).to.deep.equal([
      'gamma',
      'beta10',
      'Alpha',
      'beta9',
    ]);
    expect(names({ sort: [{ key: 'level', descending: true }] })).to.deep.equal([
      'beta10',
      'Alpha',
      'gamma',
      'beta9',
    ]);
    const sort = [
      { key: 'size', descending: false },
      { key: 'name', descending: false },
    ];
    expect(names({ sort })).to.deep.equal(['Alpha', 'beta10', 'gamma', 'beta9']);
  });

  it('are those that pass every filter', () => {
    expect(names({ filters: { name: { kind: 'text', text: ' BETA' } } })).to.deep.equal(['beta10', 'beta9']);
    expect(names({ filters: { size: { kind: 'number', from: 6, to: null } } })).to.deep.equal(['gamma']);
    expect(names({ filters: { level: { kind: 'choice', any: ['public', 'internal'] } } })).to.deep.equal([
      'beta9',
      'gamma',
    ]);
    expect(
      names({ filters: { seen: { kind: 'date', from: '2026-01-02', to: '2026-01-03' } } }),
    ).to.deep.equal(['beta9', 'Alpha']);
    expect(names({ filters: { gone: { kind: 'text', text: 'x' } } })).to.have.length(4);
  });

  it('are ordered up, down and not at all by the same header', () => {
    const up = nextSort([], 'name', false);
    const down = nextSort(up, 'name', false);
    expect([up, down, nextSort(down, 'name', false)]).to.deep.equal([
      [{ key: 'name', descending: false }],
      [{ key: 'name', descending: true }],
      [],
    ]);
    expect(nextSort(up, 'size', true).map(({ key }) => key)).to.deep.equal(['name', 'size']);
    expect(nextSort(nextSort(up, 'size', true), 'name', true)[0]).to.deep.equal({
      key: 'name',
      descending: true,
    });
  });
});

describe('the state of a grid in an address', () => {
  const filterOf = {
    name: fc
      .string({ minLength: 1 })
      .filter((text) => text.trim() !== '')
      .map((text): GridFilter => ({ kind: 'text', text })),
    size: fc.record({
      kind: fc.constant('number' as const),
      from: fc.option(fc.integer()),
      to: fc.integer(),
    }),
    level: fc
      .uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 })
      .map((any): GridFilter => ({ kind: 'choice', any })),
    seen: fc.constant<GridFilter>({ kind: 'date', from: '2026-01-31', to: null }),
  };
  const key = fc.constantFrom('name', 'size', 'level', 'seen');
  const state = fc.record({
    sort: fc.uniqueArray(fc.record({ key, descending: fc.boolean() }), { selector: (sort) => sort.key }),
    filters: fc.record(filterOf, { requiredKeys: [] }),
    columns: fc.option(fc.uniqueArray(key, { minLength: 1 })),
  });

  it('is read back as it was, and leaves what else stands there', () => {
    fc.assert(
      fc.property(state, (given) => {
        const query = gridQuery(given, new URLSearchParams('tab=all&f.old=1'));
        expect(query.get('tab')).to.equal('all');
        expect(gridStateIn(new URLSearchParams(query.toString()), columns)).to.deep.equal(given);
      }),
    );
  });

  it('is never an error, whatever somebody writes there', () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), fc.string(), (query, text) => {
        gridStateIn(new URLSearchParams(query), columns);
        gridStateIn(
          new URLSearchParams({ sort: text, columns: text, 'f.size': text, 'f.level': text }),
          columns,
        );
      }),
    );
  });
});

describe('the columns of a grid', () => {
  it('are shown as chosen, and never none', () => {
    const keys = (shown: readonly string[] | null): readonly string[] =>
      shownColumns(columns, { shown, order: ['seen', 'name'], widths: {} }).map((column) => column.key);
    expect(keys(null)).to.deep.equal(['seen', 'name', 'size', 'level']);
    expect(keys(['name', 'gone'])).to.deep.equal(['name']);
    expect(keys([])).to.deep.equal(['seen']);
  });

  it('move by one place, and not past the ends', () => {
    expect(moveColumn(['a', 'b', 'c'], 'c', -1)).to.deep.equal(['a', 'c', 'b']);
    expect(moveColumn(['a', 'b', 'c'], 'c', 1)).to.deep.equal(['a', 'b', 'c']);
    expect(moveColumn(['a'], 'z', 1)).to.deep.equal(['a']);
  });
});
