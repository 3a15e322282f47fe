import {
  type AttributeColumns,
  coreServices,
  definePlugin,
  type ExecutionScope,
  type ResourceAttributes,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { compileFilter } from '../src/decide/compile-filter.ts';
import { RuleSet } from '../src/decide/rule-set.ts';
import {
  ATTRIBUTES,
  arbitraryAddress,
  arbitraryKnown,
  arbitraryPrincipal,
  arbitraryRules,
  arbitraryThing,
  NOON,
  type Thing,
} from './arbitrary-rules.ts';
import { decideNaively } from './naive-decision.ts';

const THINGS = 50;
const PRINCIPALS = 4;
/** 100,000 take a minute: DATAWAVE_ACCESS_CASES=100000. */
const CASES = Number(process.env['DATAWAVE_ACCESS_CASES'] ?? 6_000);
const PERMISSION = 'catalog:read';
const TAG_ROWS = { table: sql`tag_rows`, tag: 'tag', thing: 'n', of: sql`t.n` };
const DECLARED = new Map([[PERMISSION, { told: new Set<string>(ATTRIBUTES), isOfPlatform: false }]]);

describe('the decision for every row of a list, as SQL', () => {
  let test: TestKernel;
  let storage: StorageService;

  before(async () => {
    test = await createTestKernel({
      plugins: [
        {
          manifest: { manifestVersion: 1, id: 'rows', apiVersion: '^0.1.0', needs: { database: 'own' } },
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

  /** Which rows each predicate lets pass. */
  const passing = (
    things: readonly Thing[],
    predicates: readonly ReturnType<typeof compileFilter>[],
  ): Promise<readonly (readonly boolean[])[]> =>
    storage.transaction(test.scope(), async (tx) => {
      const rows = await storage.query<{ passes: readonly boolean[] }>(
        tx,
        sql`with t as (
              select * from jsonb_to_recordset(${sql.json(things.map((thing, n) => ({ n, ...thing })))}) as t
                (n int, owner text, domain text, sensitivity text, tags text[], source text)
            ), tag_rows as (select n, unnest(tags) as tag from t)
            select array[${sql.join(predicates.map(({ predicate }) => sql`(${predicate}) is true`))}] as passes from t order by n`,
      );
      return rows.map((row) => row.passes);
    });

  it(`is the decision about each, in ${CASES.toLocaleString('en')} generated cases on a real database`, async () => {
    const tally = { cases: 0, allowed: 0, all: 0, none: 0 };
    await fc.assert(
      fc.asyncProperty(
        arbitraryRules,
        fc.array(fc.tuple(arbitraryPrincipal, arbitraryAddress, arbitraryKnown), {
          minLength: PRINCIPALS,
          maxLength: PRINCIPALS,
        }),
        fc.array(arbitraryThing, { minLength: THINGS, maxLength: THINGS }),
        async (rules, askers, things) => {
          const set = new RuleSet(rules, DECLARED);
          const asked = askers.map(([principal, address, known]) => {
            const scope: ExecutionScope = {
              ...test.scope(),
              principal,
              ...(address === undefined ? {} : { address }),
            };
            const columns: AttributeColumns = Object.fromEntries(
              known.map((name) => [name, sql.identifier('t', name)]),
            );
            const ruling = set.rulingOf(scope, PERMISSION, NOON);
            const inRows = known.includes('tags') ? { ...columns, tags: TAG_ROWS } : columns;
            const filter = compileFilter(ruling, columns);
            return { scope, known, filter, inRows: compileFilter(ruling, inRows) };
          });
          const found = await passing(
            things,
            asked.flatMap(({ filter, inRows }) => [filter, inRows]),
          );
          for (const [index, { scope, known, filter }] of asked.entries()) {
            const results = things.map((thing, row) => {
              const attributes: ResourceAttributes = Object.fromEntries(
                ATTRIBUTES.filter((name) => known.includes(name)).map((name) => [name, thing[name]]),
              );
              const { allowed } = set.decide(scope, { permission: PERMISSION, attributes }, NOON);
              const { principal, address } = scope;
              const question = { principal, permission: PERMISSION, attributes, address, now: NOON };
              expect(decideNaively(rules, question), 'the decision, worked out anew').to.equal(allowed);
              expect(found[row]?.[2 * index], 'the predicate').to.equal(allowed);
              expect(found[row]?.[2 * index + 1], 'the predicate over rows of tags').to.equal(allowed);
              return allowed;
            });
            if (filter.passes === 'all') expect(results).not.to.include(false);
            if (filter.passes === 'none') expect(results).not.to.include(true);
            // A route asks whether there is anything at all: it must not be shut where a row passes.
            if (results.includes(true))
              expect(set.decide(scope, { permission: PERMISSION }, NOON).allowed).to.equal(true);
            tally.cases += results.length;
            tally.allowed += results.filter(Boolean).length;
            tally.all += Number(filter.passes === 'all');
            tally.none += Number(filter.passes === 'none');
          }
        },
      ),
      { numRuns: Math.ceil(CASES / (THINGS * PRINCIPALS)) },
    );
    // Were nearly all alike, agreement would prove little.
    expect(tally.cases).to.be.at.least(CASES);
    expect(tally.allowed / tally.cases).to.be.within(0.1, 0.9);
    if (process.env['DATAWAVE_ACCESS_CASES'] !== undefined)
      process.stdout.write(`${JSON.stringify(tally)}\n`);
  }).timeout(600_000);
});
