import type { JSONSchema } from 'json-schema-to-typescript';

/**
 * The schema to generate types from: as the validator leaves a value, where keys with a default are always there and
 * so are required; else the plugin's code would have to check for what cannot be missing. Titles are left out, for
 * they would become the names of types.
 */
export function requireDefaulted(schema: JSONSchema): JSONSchema {
  return transform(schema);
}

function transform<Value>(value: Value): Value;
function transform(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => transform(entry));
  if (!isObject(value)) return value;
  const copy = Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !(key === 'title' && typeof inner === 'string'))
      .map(([key, inner]) => [key, transform(inner)]),
  );
  if (!isObject(value['properties'])) return copy;
  const defaulted = Object.entries(value['properties'])
    .filter(([, property]) => isObject(property) && 'default' in property)
    .map(([key]) => key);
  const required = Array.isArray(value['required']) ? value['required'] : [];
  return defaulted.length === 0 ? copy : { ...copy, required: [...new Set([...required, ...defaulted])] };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
