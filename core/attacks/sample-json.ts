import type { JsonSchema } from '@datawave/plugin-sdk';

/** Texts of all the shapes that schemas ask for; of those that fit a schema the first is taken. */
const TEXTS = [
  ...['sample', 'SAMPLE', 'a:read', 'catalog:read', '1', 'main', 'A', 'urn:dw:x:y:z'],
  ...['00000000-0000-4000-8000-000000000000', '2026-01-01T00:00:00.000Z', '2026-01-01', 'a@example.com'],
  ...[
    '0'.repeat(64),
    'user:00000000-0000-4000-8000-000000000000',
    'group:00000000-0000-4000-8000-000000000000',
  ],
  ...['10.0.0.0/8', '08:00', 'monday', 'UTC', 'https://example.com/', '0 0 * * *'],
];
const FORMATS: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT/,
  date: /^\d{4}-\d\d-\d\d$/,
  email: /@/,
  uri: /^https?:/,
};

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;
const schemasIn = (value: unknown): readonly JsonSchema[] =>
  Array.isArray(value) ? value.filter(isSchema) : [];
const numberIn = (schema: JsonSchema, name: string, otherwise: number): number => {
  const value = schema[name];
  return typeof value === 'number' ? value : otherwise;
};

/** The named schemas of an object. */
export function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  const { properties } = schema;
  return isSchema(properties)
    ? Object.fromEntries(
        Object.entries(properties).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1])),
      )
    : {};
}

/** Whether a schema allows texts: one that says nothing of types allows everything. */
export function takesText(schema: JsonSchema): boolean {
  const { type } = schema;
  if (schema['enum'] !== undefined || schema['const'] !== undefined) return false;
  if (type === undefined) return propertiesOf(schema) !== null && schema['anyOf'] === undefined;
  return type === 'string' || (Array.isArray(type) && type.includes('string'));
}

/** A text that a schema allows. */
export function sampleText(schema: JsonSchema): string {
  const { pattern, format } = schema;
  const shape = typeof pattern === 'string' ? new RegExp(pattern, 'u') : null;
  const wanted = typeof format === 'string' ? FORMATS[format] : undefined;
  const least = numberIn(schema, 'minLength', 0);
  const most = numberIn(schema, 'maxLength', Number.POSITIVE_INFINITY);
  const fits = (text: string): boolean =>
    text.length >= least &&
    text.length <= most &&
    (shape?.test(text) ?? true) &&
    (wanted?.test(text) ?? true);
  return TEXTS.find(fits) ?? 'sample'.padEnd(least, 'x').slice(0, most);
}

/** A value that a schema allows, with all that may be left out as well. */
export function sampleOf(schema: JsonSchema, depth = 0): unknown {
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'].find((value) => value !== null) ?? null;
  const [branch] = [...schemasIn(schema['anyOf']), ...schemasIn(schema['oneOf'])];
  if (branch !== undefined && schema['type'] === undefined) return sampleOf(branch, depth);
  const { type } = schema;
  const [kind] = Array.isArray(type) ? type.filter((one) => one !== 'null') : [type];
  switch (kind) {
    case 'object':
      return depth > 8
        ? {}
        : Object.fromEntries(
            Object.entries(propertiesOf(schema)).map(([name, own]) => [name, sampleOf(own, depth + 1)]),
          );
    case 'array': {
      const { items } = schema;
      return isSchema(items) && depth <= 8 && schema['maxItems'] !== 0 ? [sampleOf(items, depth + 1)] : [];
    }
    case 'integer':
    case 'number':
      return Math.min(
        Math.max(1, numberIn(schema, 'minimum', 1)),
        numberIn(schema, 'maximum', Number.POSITIVE_INFINITY),
      );
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return sampleText(schema);
  }
}

/** Where in a value something stands. */
export type Place = readonly (string | number)[];

/** All places of a sample at which texts stand. */
export function textPlaces(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value === 'string') return [at];
  if (Array.isArray(value)) return value.flatMap((item, index) => textPlaces(item, [...at, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => textPlaces(item, [...at, name]));
}

/** All places of a sample at which objects stand, itself among them. */
export function objectPlaces(value: unknown, at: Place = []): readonly Place[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => objectPlaces(item, [...at, index]));
  if (typeof value !== 'object' || value === null) return [];
  return [at, ...Object.entries(value).flatMap(([name, item]) => objectPlaces(item, [...at, name]))];
}

/** A copy in which something else stands at a place. */
export function withAt(value: unknown, place: Place, put: (old: unknown) => unknown): unknown {
  const [name, ...rest] = place;
  if (name === undefined) return put(value);
  if (Array.isArray(value))
    return value.map((item, index) => (index === name ? withAt(item, rest, put) : item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === name ? withAt(item, rest, put) : item]),
  );
}
