import type { Json } from '@datawave/plugin-sdk';

/** Distinct fields that one file may have. */
export const MAX_FIELDS = 5000;
const MAX_DEPTH = 32;

/** What JavaScript's numbers would round: whole numbers beyond 2^53 and decimals with as many digits. */
const LONG_NUMBER = /\d{16}|\d\.\d{15}/;

/** A field of a record: its value as text and the JSON type that it had. */
export interface Field {
  readonly text: string | null;
  readonly type: 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';
}

const isNumber = Symbol('number as written');
type Parsed = Json | { readonly [isNumber]: string };

/** Parses one record; numbers that would lose digits keep their text. Undefined when it is no JSON. */
export function parseRecord(text: string): Json | undefined {
  try {
    if (!LONG_NUMBER.test(text)) return JSON.parse(text);
    // The third argument (the number's source text) is newer than the type that TypeScript gives this function.
    const keep = (_key: string, value: Parsed, context?: { readonly source?: string }): Parsed =>
      typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
        ? { [isNumber]: context.source }
        : value;
    return JSON.parse(text, keep);
  } catch {
    return undefined;
  }
}

const numberText = (value: object): string | null => {
  const text: unknown = Reflect.get(value, isNumber);
  return typeof text === 'string' ? text : null;
};

/**
 * Flattens a record to fields: nested objects by paths with dots, arrays by `[]`, of which the first element that has
 * a value stands for all. A record that is no object is a field named `value`.
 */
export function flattenRecord(record: Json): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  const put = (name: string, field: Field): void => {
    const known = fields.get(name);
    if (known === undefined ? fields.size < MAX_FIELDS : known.text === null) fields.set(name, field);
  };
  const visit = (value: Json, name: string, depth: number): void => {
    const asWritten = typeof value === 'object' && value !== null ? numberText(value) : null;
    if (value === null) put(name, { text: null, type: 'null' });
    else if (typeof value === 'string') put(name, { text: value, type: 'string' });
    else if (typeof value === 'number') put(name, { text: String(value), type: 'number' });
    else if (typeof value === 'boolean') put(name, { text: String(value), type: 'boolean' });
    else if (asWritten !== null) put(name, { text: asWritten, type: 'number' });
    else if (depth >= MAX_DEPTH) put(name, { text: JSON.stringify(value), type: 'object' });
    else if (!Array.isArray(value))
      for (const [key, inner] of Object.entries(value))
        visit(inner, name === '' ? key : `${name}.${key}`, depth + 1);
    else if (value.length === 0) put(`${name}[]`, { text: null, type: 'null' });
    else for (const element of value) visit(element, `${name}[]`, depth + 1);
  };
  visit(record, typeof record === 'object' && record !== null && !Array.isArray(record) ? '' : 'value', 0);
  return fields;
}
