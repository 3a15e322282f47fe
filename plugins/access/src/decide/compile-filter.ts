import { type AccessFilter, type AttributeColumns, type SqlFragment, sql } from '@datawave/plugin-sdk';
import { type AttributeTest, passesNothing, type ValueAttribute } from './attribute-test.ts';
import type { ResidualPolicy } from './policy-index.ts';
import type { Ruling } from './ruling.ts';
import { tagCondition } from './tag-condition.ts';

const ALL: AccessFilter = Object.freeze({ passes: 'all', predicate: sql`true` });
const NONE: AccessFilter = Object.freeze({ passes: 'none', predicate: sql`false` });

/**
 * What a ruling says of every row, as SQL. Values of one column are gathered into one comparison and compared with the bare
 * expression, so that an index on it finds them.
 */
export function compileFilter(ruling: Ruling, columns: AttributeColumns): AccessFilter {
  if (ruling.always !== null) return ruling.always.allowed ? ALL : NONE;
  const denies = conjunctions(ruling.denies.all, columns, 'deny');
  if (denies.some((one) => one.length === 0)) return NONE;
  const allows = ruling.allowsAll ? [] : conjunctions(ruling.allows.all, columns, 'allow');
  if (!ruling.allowsAll && allows.length === 0) return NONE;
  const isAllowed =
    ruling.allowsAll || allows.some((one) => one.length === 0) ? null : anyOf(gather(allows), columns);
  const parts = [
    ...(isAllowed === null ? [] : [isAllowed]),
    ...gather(denies).map((tests) => noneOf(tests, columns)),
  ];
  return parts.length === 0 ? ALL : { passes: 'some', predicate: sql`(${sql.join(parts, ' and ')})` };
}

/** What a row must be like for a policy not to apply. */
function noneOf(tests: readonly AttributeTest[], columns: AttributeColumns): SqlFragment {
  const [test] = tests;
  // The other values of the column, said outright, can be looked up in an index.
  if (tests.length === 1 && test !== undefined && test.kind !== 'tags')
    return condition(
      { ...test, kind: test.kind === 'among' ? 'not-among' : 'among', orNone: !test.orNone },
      columns,
    );
  const { tags } = columns;
  // Kept as rows they are known of every row.
  if (tests.length === 1 && test?.kind === 'tags' && tags !== undefined && !('strings' in tags))
    return sql`not ${tagCondition(test, tags)}`;
  // A comparison with nothing is neither true nor false: what is not known to be denied is not.
  return sql`(${anyOf([tests], columns)}) is not true`;
}

/** What must hold of a row for each policy to apply. Of a column that the list does not have, nothing is known. */
function conjunctions(
  policies: readonly ResidualPolicy[],
  columns: AttributeColumns,
  effect: 'allow' | 'deny',
): readonly (readonly AttributeTest[])[] {
  return policies.flatMap(({ tests }) => {
    if (tests.some(passesNothing)) return [];
    const known = tests.filter(({ attribute }) => columns[attribute] !== undefined);
    return effect === 'allow' && known.length < tests.length ? [] : [known];
  });
}

/** Joins policies that look for some values of the same column into one. */
function gather(conjunctions: readonly (readonly AttributeTest[])[]): readonly (readonly AttributeTest[])[] {
  const gathered = new Map<ValueAttribute, { values: Set<string>; orNone: boolean }>();
  const others: (readonly AttributeTest[])[] = [];
  for (const tests of conjunctions) {
    const [test] = tests;
    if (tests.length !== 1 || test?.kind !== 'among') {
      others.push(tests);
      continue;
    }
    const known = gathered.get(test.attribute) ?? { values: new Set<string>(), orNone: false };
    gathered.set(test.attribute, known);
    for (const value of test.values) known.values.add(value);
    known.orNone ||= test.orNone;
  }
  const joined = [...gathered].map(([attribute, rest]) => [{ kind: 'among', attribute, ...rest } as const]);
  return [...joined, ...others];
}

function anyOf(conjunctions: readonly (readonly AttributeTest[])[], columns: AttributeColumns): SqlFragment {
  const parts = conjunctions.map((tests) => {
    const conditions = tests.map((test) => condition(test, columns));
    return conditions.length === 1 ? sql.join(conditions) : sql`(${sql.join(conditions, ' and ')})`;
  });
  return parts.length === 1 ? sql.join(parts) : sql`(${sql.join(parts, ' or ')})`;
}

function condition(test: AttributeTest, columns: AttributeColumns): SqlFragment {
  if (test.kind === 'tags') return tagCondition(test, columns.tags ?? sql`null`);
  const column = columns[test.attribute] ?? sql`null`;
  const compared = comparison(test.kind, column, [...test.values]);
  return test.orNone ? sql`(${column} is null or ${compared})` : compared;
}

function comparison(
  kind: 'among' | 'not-among',
  column: SqlFragment,
  values: readonly string[],
): SqlFragment {
  const [only] = values;
  if (kind === 'among')
    return values.length === 1 && only !== undefined
      ? sql`${column} = ${only}`
      : sql`${column} = any(${values}::text[])`;
  // Everything differs from no values at all, so does what is not there.
  return values.length === 0 ? sql`${column} is not null` : sql`${column} <> all(${values}::text[])`;
}
