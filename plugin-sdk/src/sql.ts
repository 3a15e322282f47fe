/** SQL text with its parameters kept apart. Made by {@link sql} only. @public */
export interface SqlFragment {
  readonly strings: readonly string[];
  readonly values: readonly SqlValue[];
}

/** A parameter, a nested fragment or nothing that could be mistaken for SQL. @public */
export type SqlValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | Uint8Array
  | readonly string[]
  | readonly number[]
  | SqlFragment;

/**
 * What is SQL says so by a symbol: no JSON and no message from another process can hold one, so that a value which only looks like a
 * fragment stays a parameter. Shared by all copies of the SDK in a process.
 */
const MADE = Symbol.for('datawave.sql');

const fragment = (strings: readonly string[], values: readonly SqlValue[]): SqlFragment => {
  const made = { strings, values, [MADE]: true };
  return made;
};

const isFragment = (value: SqlValue): value is SqlFragment =>
  typeof value === 'object' && value !== null && MADE in value;

/** What {@link sql} is: a tag for templates, and what makes the other fragments. @public */
export interface SqlTag {
  /** Every `${value}` becomes a bind parameter, never text. */
  (strings: TemplateStringsArray, ...values: readonly SqlValue[]): SqlFragment;
  /** A quoted, possibly qualified identifier. */
  identifier(...parts: readonly string[]): SqlFragment;
  /** Joins fragments, with a comma unless another separator is given. */
  join(fragments: readonly SqlFragment[], separator?: string): SqlFragment;
  /** A JSON document as one parameter, cast to jsonb. */
  json(value: unknown): SqlFragment;
  /** The pattern by which `like` and `ilike` find a text anywhere; what would be wildcards in it stand for themselves. */
  containing(text: string): SqlFragment;
  /** A timestamp as ISO 8601 text in UTC with milliseconds, whatever the session's time zone; null stays null. */
  isoTime(timestamp: SqlFragment): SqlFragment;
  /** A timestamp as microseconds since 1970, a number without loss: for cursors. */
  microseconds(timestamp: SqlFragment): SqlFragment;
  /** The timestamp that {@link SqlTag.microseconds} was read from. */
  fromMicroseconds(microseconds: number): SqlFragment;
}

const tag = (strings: TemplateStringsArray, ...values: readonly SqlValue[]): SqlFragment =>
  fragment([...strings], values);

/**
 * Writes SQL with parameters: every `${value}` becomes a bind parameter, never text.
 *
 * @example
 * ```ts
 * sql`select name from ${sql.identifier(storage.schema, 'assets')} where id = ${id}`
 * ```
 * @public
 */
export const sql: SqlTag = Object.assign(tag, {
  identifier: (...parts: readonly string[]): SqlFragment =>
    fragment([parts.map((part) => `"${part.replaceAll('\0', '').replaceAll('"', '""')}"`).join('.')], []),
  join: (fragments: readonly SqlFragment[], separator = ', '): SqlFragment => {
    if (fragments.length === 0) return fragment([''], []);
    const strings = ['', ...fragments.slice(1).map(() => separator), ''];
    return fragment(strings, fragments);
  },
  json: (value: unknown): SqlFragment =>
    fragment(['', '::jsonb'], [value === undefined ? null : storableJson(value)]),
  containing: (text: string): SqlFragment => fragment(['', ''], [`%${text.replace(/[\\%_]/g, '\\$&')}%`]),
  isoTime: (timestamp: SqlFragment): SqlFragment =>
    fragment(['to_char(', ` at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`], [timestamp]),
  microseconds: (timestamp: SqlFragment): SqlFragment =>
    fragment(['(extract(epoch from ', ') * 1000000)::float8'], [timestamp]),
  fromMicroseconds: (microseconds: number): SqlFragment =>
    fragment(["(timestamptz 'epoch' + ", "::float8 * interval '1 microsecond')"], [microseconds]),
});

/** PostgreSQL keeps neither U+0000 nor half of a surrogate pair; what a source or a request holds may have either. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

/** What JSON has escapes for and PostgreSQL does not keep; of pairs of backslashes nothing is one. */
const UNSTORABLE = /\\(?:\\|u(?:0000|d[89a-f][0-9a-f]{2}))/g;

/** JSON as PostgreSQL can keep it, with U+FFFD for U+0000 and for half of a surrogate pair, also in the names of fields. @public */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value).replace(UNSTORABLE, (written) => (written === '\\\\' ? written : '\uFFFD'));

const toParameter = (value: SqlValue): unknown => {
  if (typeof value === 'string') return storable(value);
  return Array.isArray(value)
    ? value.map((one: unknown) => (typeof one === 'string' ? storable(one) : one))
    : value;
};

/** Flattens a fragment to text with `$1`-style placeholders, as PostgreSQL drivers take it. @public */
export function renderSql(fragment: SqlFragment): {
  readonly text: string;
  readonly parameters: readonly unknown[];
} {
  const parameters: unknown[] = [];
  const render = (part: SqlFragment): string => {
    let text = part.strings[0] ?? '';
    part.values.forEach((value, index) => {
      text += isFragment(value) ? render(value) : `$${parameters.push(toParameter(value))}`;
      text += part.strings[index + 1] ?? '';
    });
    return text;
  };
  return { text: render(fragment), parameters };
}
