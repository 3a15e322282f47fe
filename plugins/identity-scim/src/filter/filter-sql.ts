import { type SqlFragment, sql } from '@datawave/plugin-sdk';
import { invalid } from '../scim-error.ts';
import type { AttributePath, Comparison, Filter, FilterValue } from './filter.ts';

/** Where an attribute lies, and how it is compared. */
export type AttributeColumn =
  | {
      readonly kind: 'text';
      readonly column: SqlFragment;
      readonly isExact?: true;
      /** How the column was folded when it was written; texts are compared in lower case otherwise. */
      readonly fold?: (text: string) => string;
    }
  | { readonly kind: 'boolean' | 'time'; readonly column: SqlFragment }
  /** `rows` is a `from` and what its rows must be; the columns are those of one row. */
  | {
      readonly kind: 'many';
      readonly rows: SqlFragment;
      /** By sub-attribute, in lower case; `value` is what is meant where none is named. */
      readonly columns: ReadonlyMap<string, AttributeColumn>;
    };

/** Finds an attribute, in lower case; undefined where there is none. */
export type AttributeColumns = (path: AttributePath) => AttributeColumn | undefined;

/**
 * The filter as a condition. What is missing fits nothing but a negation: null stands for false, and is made so where it is negated
 * alone, because an index helps no `coalesce`.
 * @throws ScimError invalidFilter
 */
export function filterToSql(filter: Filter, columns: AttributeColumns): SqlFragment {
  switch (filter.kind) {
    case 'and':
      return sql`(${filterToSql(filter.left, columns)} and ${filterToSql(filter.right, columns)})`;
    case 'or':
      return sql`(${filterToSql(filter.left, columns)} or ${filterToSql(filter.right, columns)})`;
    case 'not':
      return sql`(not coalesce(${filterToSql(filter.filter, columns)}, false))`;
    case 'some':
      return someOf(filter.path, filter.filter, columns);
    case 'present':
    case 'compare':
      return termToSql(filter, columns);
  }
}

type Term = Extract<Filter, { readonly kind: 'present' | 'compare' }>;

function termToSql(term: Term, columns: AttributeColumns): SqlFragment {
  const column = known(term.path, columns);
  if (column.kind !== 'many') return test(column, term);
  // `emails eq "x"` and `emails.value eq "x"` mean the same.
  const inner = column.columns.get(term.path.sub ?? 'value');
  if (inner === undefined) throw unknownAttribute(term.path);
  // What differs from a value differs from each: `ne` of many is not that one of them is another.
  if (term.kind === 'compare' && term.operator === 'ne')
    return sql`(not exists (select 1 from ${column.rows} and ${test(inner, { ...term, operator: 'eq' })}))`;
  return sql`(exists (select 1 from ${column.rows} and ${test(inner, term)}))`;
}

function someOf(path: AttributePath, filter: Filter, columns: AttributeColumns): SqlFragment {
  const column = known(path, columns);
  if (column.kind !== 'many' || path.sub !== null)
    throw invalid('invalidFilter', `The attribute ${nameOf(path)} has no values to be filtered.`);
  const within: AttributeColumns = ({ schema, name, sub }) =>
    schema === null && sub === null ? column.columns.get(name) : undefined;
  return sql`(exists (select 1 from ${column.rows} and ${filterToSql(filter, within)}))`;
}

function test(column: AttributeColumn, term: Term): SqlFragment {
  if (column.kind === 'many') throw unknownAttribute(term.path);
  if (term.kind === 'present') return isThere(column);
  const { operator, value, path } = term;
  if (operator === 'ne') return sql`(not coalesce(${test(column, { ...term, operator: 'eq' })}, false))`;
  if (value === null) {
    if (operator !== 'eq') throw notComparable(path);
    return sql`(not ${isThere(column)})`;
  }
  switch (column.kind) {
    case 'boolean':
      return testBoolean(column.column, operator, value, path);
    case 'time':
      return testTime(column.column, operator, value, path);
    case 'text':
      if (typeof value !== 'string') throw notComparable(path);
      return textTest(column, operator, value);
  }
}

type TextColumn = Extract<AttributeColumn, { readonly kind: 'text' }>;

const isThere = (column: Exclude<AttributeColumn, { readonly kind: 'many' }>): SqlFragment =>
  column.kind === 'text' ? sql`coalesce(${column.column} <> '', false)` : sql`(${column.column} is not null)`;

function textTest({ column, isExact, fold }: TextColumn, operator: Comparison, value: string): SqlFragment {
  if (isExact === true || fold !== undefined)
    return sql`(${testText(column, operator, sql`${fold?.(value) ?? value}::text`)})`;
  return sql`(${testText(sql`lower(${column})`, operator, sql`lower(${value}::text)`)})`;
}

function testText(left: SqlFragment, operator: Comparison, right: SqlFragment): SqlFragment {
  switch (operator) {
    case 'co':
      return sql`position(${right} in ${left}) > 0`;
    case 'sw':
      return sql`starts_with(${left}, ${right})`;
    case 'ew':
      return sql`right(${left}, length(${right})) = ${right}`;
    case 'gt':
      return sql`${left} collate "C" > ${right}`;
    case 'ge':
      return sql`${left} collate "C" >= ${right}`;
    case 'lt':
      return sql`${left} collate "C" < ${right}`;
    case 'le':
      return sql`${left} collate "C" <= ${right}`;
    default:
      return sql`${left} = ${right}`;
  }
}

function testBoolean(
  column: SqlFragment,
  operator: Comparison,
  value: FilterValue,
  path: AttributePath,
): SqlFragment {
  const text = String(value).toLowerCase();
  if (operator !== 'eq' || (text !== 'true' && text !== 'false')) throw notComparable(path);
  return sql`(${column} = ${text === 'true'})`;
}

const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(10_000, 0);

function testTime(
  column: SqlFragment,
  operator: Comparison,
  value: FilterValue,
  path: AttributePath,
): SqlFragment {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  // Further away the two ways to write a year part, and nothing here was made then.
  if (!(at >= EARLIEST && at < LATEST)) throw notComparable(path);
  // Clients are told milliseconds, and come back with them.
  const left = sql`date_trunc('milliseconds', ${column})`;
  const right = sql`${new Date(at)}::timestamptz`;
  switch (operator) {
    case 'eq':
      return sql`(${left} = ${right})`;
    case 'gt':
      return sql`(${left} > ${right})`;
    case 'ge':
      return sql`(${left} >= ${right})`;
    case 'lt':
      return sql`(${left} < ${right})`;
    case 'le':
      return sql`(${left} <= ${right})`;
    default:
      throw notComparable(path);
  }
}

function known(path: AttributePath, columns: AttributeColumns): AttributeColumn {
  const column = columns(path);
  if (column === undefined) throw unknownAttribute(path);
  return column;
}

const nameOf = ({ name, sub }: AttributePath): string => (sub === null ? name : `${name}.${sub}`);
const unknownAttribute = (path: AttributePath) =>
  invalid('invalidFilter', `There is no attribute ${nameOf(path)} to filter by.`);
const notComparable = (path: AttributePath) =>
  invalid('invalidFilter', `The attribute ${nameOf(path)} cannot be compared so.`);
