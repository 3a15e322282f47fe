import type { DataKind } from '@datawave/plugin-sdk';
import { uniqueColumnNames } from '@datawave/plugin-sdk/connector';

/** Bytes of a binary value that are fetched. */
const BINARY_BYTES = 64;
const MAX_LEAVES = 5000;

/** A column that is no structure; members of structures become columns with dots in their names. */
export interface ParquetLeaf {
  readonly name: string;
  /** As DuckDB writes it: `DECIMAL(18,3)`. */
  readonly type: string;
  readonly kind: DataKind;
  /** SQL that gives its value as text, cut to so many characters; binary as hexadecimal. */
  expression(maxLength: number): string;
  /** SQL that equal values share and by which they are grouped: the value as it is where that is cheap to hold. */
  readonly key: (maxLength: number) => string;
  /** SQL that gives the text of a key. */
  readonly keyText: (key: string, maxLength: number) => string;
}

const KINDS: readonly (readonly [RegExp, DataKind])[] = [
  [/\[\d*\]$|^MAP\(/, 'array'],
  [/^(VARCHAR|ENUM)/, 'text'],
  [/^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT)$/, 'integer'],
  [/^(FLOAT|DOUBLE|DECIMAL)/, 'decimal'],
  [/^BOOLEAN$/, 'boolean'],
  [/^DATE$/, 'date'],
  [/^TIMESTAMP/, 'timestamp'],
  [/^TIME/, 'time'],
  [/^UUID$/, 'uuid'],
  [/^JSON$/, 'json'],
  [/^BLOB$/, 'binary'],
];

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Members of `STRUCT(a BIGINT, "b c" STRUCT(...))`; null for other types. */
function structMembers(type: string): readonly { readonly name: string; readonly type: string }[] | null {
  const inner = /^STRUCT\((.*)\)$/s.exec(type)?.[1];
  if (inner === undefined) return null;
  const members: { name: string; type: string }[] = [];
  let depth = 0;
  let isQuoted = false;
  let from = 0;
  for (let at = 0; at <= inner.length; at += 1) {
    const character = inner[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if ((character === ',' && depth === 0) || character === undefined) {
      const member = /^\s*(?:"((?:[^"]|"")*)"|(\S+))\s+(.*)$/s.exec(inner.slice(from, at));
      if (member !== null)
        members.push({ name: member[1]?.replaceAll('""', '"') ?? member[2] ?? '', type: member[3] ?? '' });
      from = at + 1;
    }
  }
  return members;
}

/** Kinds whose values are small and of one size: text is made of the distinct ones only. */
const NATIVE_KEYS: ReadonlySet<DataKind> = new Set([
  'integer',
  'decimal',
  'boolean',
  'date',
  'timestamp',
  'time',
  'uuid',
]);

function leaf(name: string, type: string, access: string): ParquetLeaf {
  const kind = KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
  const isText = /^(VARCHAR|JSON)$/.test(type);
  const cut = (value: string, maxLength: number): string => `left(${value}::VARCHAR, ${maxLength})`;
  const expression = (maxLength: number): string => {
    if (kind === 'binary') return `lower(hex(${access}[1:${BINARY_BYTES}]))`;
    if (kind === 'array') return cut(`to_json(${access})`, maxLength);
    return cut(access, maxLength);
  };
  return {
    name,
    type,
    kind,
    expression,
    key(maxLength) {
      if (NATIVE_KEYS.has(kind) || type.startsWith('ENUM')) return access;
      // No character takes fewer than one byte: only what may be too long is measured.
      if (isText)
        return `CASE WHEN strlen(${access}) > ${maxLength} THEN ${cut(access, maxLength)} ELSE ${access}::VARCHAR END`;
      return expression(maxLength);
    },
    keyText: (key, maxLength) => cut(key, maxLength),
  };
}

/** The columns of a file with its structures taken apart. */
export function leavesOf(
  columns: readonly { readonly name: string; readonly type: string }[],
): readonly ParquetLeaf[] {
  const leaves: { readonly name: string; readonly type: string; readonly access: string }[] = [];
  const visit = (name: string, type: string, access: string): void => {
    const members = structMembers(type);
    if (members === null || leaves.length >= MAX_LEAVES) leaves.push({ name, type, access });
    else
      for (const member of members)
        visit(`${name}.${member.name}`, member.type, `${access}.${quote(member.name)}`);
  };
  for (const column of columns) visit(column.name, column.type, quote(column.name));
  const names = uniqueColumnNames(leaves.map(({ name }) => name));
  return leaves.map(({ type, access }, at) => leaf(names[at] ?? '', type, access));
}
