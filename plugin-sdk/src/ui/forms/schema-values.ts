import { t } from '../i18n/index.ts';
import { type FieldBranch, isRecord, type SchemaField } from './schema-fields.ts';

/** What was typed where a number or JSON is asked for and is neither. */
export class UnreadText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Names and places on the way to a value in a form. @public */
export type Path = readonly (string | number)[];

/** RFC 6901: `/providers/0/clientSecret`. */
export const pointerOf = (path: Path): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** What stands at a place; undefined where there is none. */
export function valueAt(values: unknown, path: Path): unknown {
  let value = values;
  for (const step of path)
    value =
      isRecord(value) && Object.hasOwn(value, step)
        ? value[step]
        : Array.isArray(value)
          ? (value as readonly unknown[])[Number(step)]
          : undefined;
  return value;
}

/** The values with another one at a place; undefined takes it away. What lies beside is shared. */
export function withValue(values: unknown, path: Path, value: unknown): unknown {
  const [step, ...further] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list: readonly unknown[] = Array.isArray(values) ? values : [];
    if (further.length === 0 && value === undefined) return list.toSpliced(step, 1);
    return list.length <= step
      ? [...list, withValue(undefined, further, value)]
      : list.with(step, withValue(list[step], further, value));
  }
  const kept = Object.entries(isRecord(values) ? values : {}).filter(([name]) => name !== step);
  const inner = withValue(isRecord(values) ? values[step] : undefined, further, value);
  return Object.fromEntries(inner === undefined ? kept : [...kept, [step, inner]]);
}

/** What a form starts from: given values in the shape of its fields. Defaults are not among them: a field shows its own. @public */
export function initialValues(
  fields: readonly SchemaField[],
  given: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const values: [string, unknown][] = [];
  for (const field of fields) {
    const present = Object.hasOwn(given, field.name) ? given[field.name] : undefined;
    // What is filled in entry by entry begins with the entries that hold by themselves.
    const isWhole = field.kind === 'list' || field.kind === 'variant';
    if (isWhole && present === undefined && isFilled(field.initial)) values.push([field.name, field.initial]);
    if (field.kind === 'secret' || present === undefined || present === null) continue;
    values.push([
      field.name,
      field.kind === 'group' && isRecord(present) ? initialValues(field.children, present) : present,
    ]);
  }
  return Object.fromEntries(values);
}

const isFilled = (value: unknown): boolean =>
  (Array.isArray(value) && value.length > 0) || (isRecord(value) && Object.keys(value).length > 0);

/** Which of its shapes a value has. */
export function branchOf(field: SchemaField, value: unknown): FieldBranch | null {
  const shown = value === undefined ? field.initial : value;
  if (shown === undefined) return null;
  const holds = (mark: unknown): boolean =>
    isRecord(mark)
      ? isRecord(shown) && Object.entries(mark).every(([name, constant]) => shown[name] === constant)
      : mark === shown;
  const marked = field.branches.find(({ mark }) => mark !== undefined && holds(mark));
  if (marked !== undefined) return marked;
  return field.branches.find((branch) => branch.mark === undefined && fits(branch.field, shown)) ?? null;
}

/** What a value of a shape begins with. */
export const beginOf = (branch: FieldBranch): unknown => {
  if (branch.mark !== undefined) return branch.mark;
  const kind = branch.field?.kind;
  return kind === 'group' || kind === 'map'
    ? {}
    : kind === 'list' || kind === 'lines' || kind === 'picks'
      ? []
      : kind === 'flag'
        ? false
        : new UnreadText('');
};

function fits(field: SchemaField | null, value: unknown): boolean {
  if (field === null) return false;
  if (value instanceof UnreadText) return true;
  switch (field.kind) {
    case 'number':
      return typeof value === 'number';
    case 'flag':
      return typeof value === 'boolean';
    case 'group':
      return (
        isRecord(value) &&
        Object.keys(value).every((name) => field.children.some((child) => child.name === name))
      );
    case 'map':
      return isRecord(value);
    case 'list':
    case 'lines':
    case 'picks':
      return Array.isArray(value);
    case 'json':
      return true;
    default:
      return typeof value === 'string';
  }
}

/** A fault with the pointer of its field. @public */
export interface FieldFault {
  readonly pointer: string;
  readonly message: string;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || value === null || (value instanceof UnreadText && value.text === '');
const numberIn = (schema: Readonly<Record<string, unknown>>, keyword: string): number | null => {
  const value = schema[keyword];
  return typeof value === 'number' ? value : null;
};

function numberFault(schema: Readonly<Record<string, unknown>>, value: unknown): string | null {
  if (typeof value !== 'number' || Number.isNaN(value)) return t('Write a number.');
  if (schema['type'] === 'integer' && !Number.isInteger(value)) return t('Write a whole number.');
  const minimum = numberIn(schema, 'minimum');
  const maximum = numberIn(schema, 'maximum');
  const above = numberIn(schema, 'exclusiveMinimum');
  const below = numberIn(schema, 'exclusiveMaximum');
  if (minimum !== null && value < minimum) return t('At least {minimum}.', { minimum });
  if (maximum !== null && value > maximum) return t('At most {maximum}.', { maximum });
  if (above !== null && value <= above) return t('More than {above}.', { above });
  if (below !== null && value >= below) return t('Less than {below}.', { below });
  return null;
}

function textFault(schema: Readonly<Record<string, unknown>>, value: string): string | null {
  const shortest = numberIn(schema, 'minLength') ?? 0;
  const longest = numberIn(schema, 'maxLength') ?? Number.POSITIVE_INFINITY;
  const length = [...value].length;
  if (length < shortest)
    return t('{shortest, plural, one {# character} other {# characters}} at least.', { shortest });
  if (length > longest)
    return t('{longest, plural, one {# character} other {# characters}} at most; this has {length}.', {
      longest,
      length,
    });
  return null;
}

function countFault(schema: Readonly<Record<string, unknown>>, count: number): string | null {
  const fewest = numberIn(schema, 'minItems') ?? 0;
  const most = numberIn(schema, 'maxItems') ?? Number.POSITIVE_INFINITY;
  if (count < fewest) return t('{fewest, plural, one {# entry} other {# entries}} at least.', { fewest });
  return count > most ? t('{most, plural, one {# entry} other {# entries}} at most.', { most }) : null;
}

function faultOf(field: SchemaField, value: unknown): string | null {
  if (field.kind === 'number') return numberFault(field.schema, value);
  if (value instanceof UnreadText) return t('This is not valid JSON.');
  if (typeof value === 'string' && field.kind !== 'choice') return textFault(field.schema, value);
  return Array.isArray(value) ? countFault(field.schema, value.length) : null;
}

/** What names of a form's stored secrets mean: the name of a property at the top, or a pointer. */
export const isStoredAt = (stored: readonly string[], path: Path): boolean =>
  stored.includes(pointerOf(path)) || (path.length === 1 && stored.includes(String(path[0])));

/**
 * What is missing or wrong at first sight; the server decides. A secret that is stored already is not missing.
 * @param stored - names or pointers of secrets that are stored
 * @public
 */
export function checkValues(
  fields: readonly SchemaField[],
  values: Readonly<Record<string, unknown>>,
  stored: readonly string[],
  base: Path = [],
): readonly FieldFault[] {
  return fields.flatMap((field) => {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    const path = [...base, field.name];
    const isNeeded =
      field.isRequired ||
      field.requiredBy.some((name) => Object.hasOwn(values, name) && !isEmpty(values[name]));
    return checkField(field, value, { stored, path, isNeeded });
  });
}

interface Place {
  readonly stored: readonly string[];
  readonly path: Path;
  readonly isNeeded: boolean;
}

function checkField(
  field: SchemaField,
  value: unknown,
  { stored, path, isNeeded }: Place,
): readonly FieldFault[] {
  const pointer = pointerOf(path);
  if (field.kind === 'group') {
    // What is left out altogether needs nothing in it.
    if (
      !isNeeded &&
      (!isRecord(value) || Object.keys(pruneValues(value)).length === 0) &&
      !holdsStored(stored, pointer)
    )
      return [];
    return checkValues(field.children, isRecord(value) ? value : {}, stored, path);
  }
  if (isEmpty(value) && !(field.kind === 'variant' && value === null)) {
    const isKept = field.kind === 'secret' && value !== null && isStoredAt(stored, path);
    const holds = field.kind !== 'secret' && field.initial !== undefined;
    return isNeeded && !isKept && !holds
      ? [{ pointer, message: t('{title} is needed.', { title: t(field.title) }) }]
      : [];
  }
  if (field.kind === 'variant') {
    const inner = branchOf(field, value)?.field ?? null;
    return inner === null ? [] : checkField(inner, value, { stored, path, isNeeded: true });
  }
  const message = faultOf(field, value);
  const own = message === null ? [] : [{ pointer, message }];
  if (field.kind !== 'list' || !Array.isArray(value)) return own;
  return [
    ...own,
    ...value.flatMap((item: unknown, index) =>
      checkValues(field.children, isRecord(item) ? item : {}, stored, [...path, index]),
    ),
  ];
}

const holdsStored = (stored: readonly string[], pointer: string): boolean =>
  stored.some((kept) => kept.startsWith(`${pointer}/`));

/** Leaves out what is empty, so that a default of the server applies. @public */
export function pruneValues(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: [string, unknown][] = [];
  for (const [name, value] of Object.entries(values)) {
    const pruned = prune(value);
    if (pruned !== undefined) kept.push([name, pruned]);
  }
  return Object.fromEntries(kept);
}

function prune(value: unknown): unknown {
  if (value === undefined || value === '' || value instanceof UnreadText) return undefined;
  if (Array.isArray(value)) return value.map((item: unknown) => (isRecord(item) ? pruneValues(item) : item));
  if (!isRecord(value)) return value;
  const inner = pruneValues(value);
  return Object.keys(inner).length > 0 ? inner : undefined;
}

/** The values without any secret, however deep: what may be kept in the browser. @public */
export function withoutSecrets(
  fields: readonly SchemaField[],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const byName = new Map(fields.map((field) => [field.name, field]));
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const field = byName.get(name);
      const open = field === undefined ? value : withoutSecret(field, value);
      return open === undefined ? [] : [[name, open]];
    }),
  );
}

/** The secrets that were typed, at the top and in groups, with where they stand. Never to be kept in the browser. */
export function typedSecrets(
  fields: readonly SchemaField[],
  values: unknown,
  above: Path = [],
): readonly (readonly [Path, unknown])[] {
  return fields.flatMap((field) => {
    const path = [...above, field.name];
    if (field.kind === 'group') return typedSecrets(field.children, values, path);
    const value = field.kind === 'secret' ? valueAt(values, path) : undefined;
    return value === undefined ? [] : [[path, value] as const];
  });
}

function withoutSecret(field: SchemaField, value: unknown): unknown {
  if (field.kind === 'secret' || field.schema['writeOnly'] === true || value instanceof UnreadText)
    return undefined;
  if (field.kind === 'group' && isRecord(value)) return withoutSecrets(field.children, value);
  if (field.kind === 'list' && Array.isArray(value))
    return value.map((item: unknown) => (isRecord(item) ? withoutSecrets(field.children, item) : item));
  if (field.kind === 'variant') {
    const inner = branchOf(field, value)?.field ?? null;
    if (inner === null) return value;
    const open = withoutSecret(inner, value);
    const mark = branchOf(field, value)?.mark;
    return isRecord(open) && isRecord(mark) ? { ...mark, ...open } : open;
  }
  // What is written as JSON may hold anything.
  return field.kind === 'json' && /"writeOnly":true/.test(JSON.stringify(field.schema)) ? undefined : value;
}
