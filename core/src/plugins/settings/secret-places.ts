import { type JsonSchema, pointerSegment, schemaGuard } from '@datawave/plugin-sdk';
import { isObject } from '../../validation/is-object.ts';

/** A value in settings with the place where it stands. */
export interface Place {
  /** JSON pointer. */
  readonly pointer: string;
  /** The pointer with `*` for each place in a list: what stands in the same place of another entry. */
  readonly kind: string;
  readonly value: unknown;
}

/** Schemas that lead to each other for the same value; more of them go round in a circle. */
const DEEPEST = 64;
const COMBINED = ['allOf', 'anyOf', 'oneOf'] as const;
const CONDITIONAL = ['if', 'then', 'else', 'not'] as const;

/**
 * Every value that the schema marks `"writeOnly": true`, however deep; of an object or a list that is marked, each value within. Where
 * schemas could apply or not, as in `anyOf`, a value is a secret as soon as one of them says so.
 */
export function secretPlaces(schema: JsonSchema, settings: unknown): readonly Place[] {
  const found = new Map<string, Place>();
  visitPlaces(schema, settings, (given, { pointer, kind, value }) => {
    if (given['writeOnly'] !== true) return 'go on';
    for (const place of leafPlaces(value, pointer, kind)) found.set(place.pointer, place);
    return 'enough';
  });
  return [...found.values()];
}

/** Shows every value in settings with each schema that could be about it. @param see - answers whether to go into the value */
export function visitPlaces(
  schema: JsonSchema,
  settings: unknown,
  see: (given: Readonly<Record<string, unknown>>, place: Place) => 'go on' | 'enough',
): void {
  const visit = (given: unknown, value: unknown, pointer: string, kind: string, depth: number): void => {
    if (!isObject(given) || depth > DEEPEST) return;
    if (see(given, { pointer, kind, value }) === 'enough') return;
    const again = (other: unknown): void => visit(other, value, pointer, kind, depth + 1);
    for (const ref of [given['$ref'], given['$dynamicRef']])
      if (typeof ref === 'string') again(resolveRef(schema, ref));
    for (const key of COMBINED) if (Array.isArray(given[key])) for (const part of given[key]) again(part);
    for (const key of CONDITIONAL) again(given[key]);
    const { dependentSchemas } = given;
    if (isObject(dependentSchemas)) for (const part of Object.values(dependentSchemas)) again(part);
    if (Array.isArray(value)) {
      const first = Array.isArray(given['prefixItems']) ? given['prefixItems'] : [];
      for (const [index, item] of value.entries())
        for (const inner of [first[index] ?? given['items'] ?? given['unevaluatedItems'], given['contains']])
          visit(inner, item, `${pointer}/${index}`, `${kind}/*`, 0);
    } else if (isObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        const segment = pointerSegment(key);
        for (const inner of schemasOf(given, key))
          visit(inner, item, `${pointer}/${segment}`, `${kind}/${segment}`, 0);
      }
    }
  };
  visit(schema, settings, '', '', 0);
}

/** Every text in settings. */
export const textPlaces = (settings: unknown): readonly Place[] =>
  leafPlaces(settings, '', '').filter(({ value }) => typeof value === 'string');

/** Every value within one that is neither an object nor a list. */
function leafPlaces(settings: unknown, from: string, kindFrom: string): readonly Place[] {
  const found: Place[] = [];
  const visit = (value: unknown, pointer: string, kind: string): void => {
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) visit(item, `${pointer}/${index}`, `${kind}/*`);
    else if (isObject(value))
      for (const [key, item] of Object.entries(value))
        visit(item, `${pointer}/${pointerSegment(key)}`, `${kind}/${pointerSegment(key)}`);
    else found.push({ pointer, kind, value });
  };
  visit(settings, from, kindFrom);
  return found;
}

/** The value with others in some places; the rest is shared. */
export function withReplaced(
  value: unknown,
  replacements: ReadonlyMap<string, unknown>,
  pointer = '',
): unknown {
  if (replacements.has(pointer)) return replacements.get(pointer);
  if (Array.isArray(value))
    return value.map((item, index) => withReplaced(item, replacements, `${pointer}/${index}`));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      withReplaced(item, replacements, `${pointer}/${pointerSegment(key)}`),
    ]),
  );
}

/** What the schema of an object says of one of its properties. */
function schemasOf(schema: Record<string, unknown>, key: string): readonly unknown[] {
  const { properties, patternProperties, additionalProperties, unevaluatedProperties } = schema;
  const found: unknown[] = [];
  if (isObject(properties) && Object.hasOwn(properties, key)) found.push(properties[key]);
  if (isObject(patternProperties))
    for (const [pattern, inner] of Object.entries(patternProperties))
      if ((schemaGuard(schema)?.pattern(pattern) ?? new RegExp(pattern, 'u')).test(key)) found.push(inner);
  return found.length > 0 ? found : [additionalProperties, unevaluatedProperties];
}

/** `#/$defs/NAME` or `#ANCHOR` within the schema; anything else leads nowhere. */
function resolveRef(schema: JsonSchema, ref: string): unknown {
  if (ref === '#') return schema;
  if (!ref.startsWith('#/')) return ref.startsWith('#') ? findAnchor(schema, ref.slice(1)) : undefined;
  let at: unknown = schema;
  for (const segment of ref.slice(2).split('/')) {
    const key = decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~');
    at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at;
}

function findAnchor(schema: unknown, name: string): unknown {
  if (typeof schema !== 'object' || schema === null) return undefined;
  if (Reflect.get(schema, '$anchor') === name || Reflect.get(schema, '$dynamicAnchor') === name)
    return schema;
  for (const part of Object.values(schema)) {
    const found = findAnchor(part, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
