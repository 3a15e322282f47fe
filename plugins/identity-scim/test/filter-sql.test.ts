import { coreServices, definePlugin, type StorageService, sql } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { COMPARISONS, type Filter } from '../src/filter/filter.ts';
import { type AttributeColumns, filterToSql } from '../src/filter/filter-sql.ts';
import { matchesFilter } from '../src/filter/match-filter.ts';

/** Values of a multi-valued attribute; what is missing is missing in all ways in which it can be. */
const ITEMS: readonly Readonly<Record<string, unknown>>[] = [
  { value: 'a@example.org', type: 'work', primary: true },
  { value: 'B@Example.org', type: 'home', primary: false },
  { value: 'ab', type: '' },
  { value: 'ab%_\\', display: "O'Neil" },
  { value: 'Ünï', type: 'work' },
  {},
];

const columns: AttributeColumns = ({ schema, name, sub }) => {
  if (schema !== null || sub !== null) return undefined;
  return name === 'primary'
    ? { kind: 'boolean', column: sql`(item ->> 'primary')::boolean` }
    : { kind: 'text', column: sql`(item ->> ${name})` };
};

const text = fc.constantFrom('value', 'type', 'display');
const wanted = fc.oneof(
  fc.constantFrom(
    'a',
    'B',
    'ab',
    'example',
    'work',
    'WORK',
    '%',
    '_',
    '\\',
    "'",
    'ü',
    'Ü',
    '',
    'a@example.org',
  ),
  fc.string({ maxLength: 3 }).filter((one) => !one.includes('\0')),
);
const pathTo = (name: string) => ({ schema: null, name, sub: null });
const filters = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(
      fc.record({ kind: fc.constant('present' as const), path: text.map(pathTo) }),
      fc.record({
        kind: fc.constant('compare' as const),
        path: text.map(pathTo),
        // The order of texts is that of the database and that of the engine for ASCII alone.
        operator: fc.constantFrom(...COMPARISONS.filter((one) => !['gt', 'ge', 'lt', 'le'].includes(one))),
        value: wanted,
      }),
      fc.record({
        kind: fc.constant('compare' as const),
        path: fc.constant(pathTo('primary')),
        operator: fc.constantFrom('eq' as const, 'ne' as const),
        value: fc.boolean(),
      }),
      fc.record({
        kind: fc.constant('compare' as const),
        path: text.map(pathTo),
        operator: fc.constantFrom('eq' as const, 'ne' as const),
        value: fc.constant(null),
      }),
    ),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      left: tie('filter'),
      right: tie('filter'),
    }),
    fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
  ),
}));

describe('a SCIM filter as SQL', function () {
  this.timeout(60_000);
  let test: TestKernel;
  let storage: StorageService;

  before(async () => {
    test = await createTestKernel({
      http: 'never',
      plugins: [
        {
          manifest: { manifestVersion: 1, id: 'filtered', apiVersion: '*' },
          plugin: definePlugin()({
            deps: { storage: coreServices.storage },
            setup({ deps }) {
              storage = deps.storage;
              return {};
            },
          }),
        },
      ],
    });
  });
  after(() => test?.stop());

  it('fits exactly what it fits when it is read by hand', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(filters.filter, { minLength: 10, maxLength: 20 }), async (several) => {
        // Many in one statement: what costs is the way to the database.
        const columnsOfAll = several.map((filter) => sql`coalesce(${filterToSql(filter, columns)}, false)`);
        const rows = await storage.transaction(test.scope(), (tx) =>
          storage.query<{ fits: readonly boolean[] }>(
            tx,
            sql`select array[${sql.join(columnsOfAll)}] as fits from jsonb_array_elements(${sql.json(ITEMS)}) with ordinality as list (item, place) order by place`,
          ),
        );
        expect(rows).to.have.length(ITEMS.length);
        for (const [place, item] of ITEMS.entries())
          for (const [index, filter] of several.entries())
            expect(rows[place]?.fits[index], JSON.stringify([filter, item])).to.equal(
              matchesFilter(filter, item),
            );
      }),
      { numRuns: 40 },
    );
  });
});
