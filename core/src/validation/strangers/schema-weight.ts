import { isObject } from '../is-object.ts';

/** Keywords under which schemas stand: one, several in a list, or several by name. */
export const ONE: ReadonlySet<string> = new Set([
  ...['items', 'additionalItems', 'contains', 'additionalProperties', 'propertyNames'],
  ...['unevaluatedItems', 'unevaluatedProperties', 'not', 'if', 'then', 'else', 'contentSchema'],
]);
export const LISTED: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items']);
export const NAMED: ReadonlySet<string> = new Set([
  ...['properties', 'patternProperties', 'dependentSchemas', 'dependencies', '$defs', 'definitions'],
]);

/** Of these, the ones that are about the same value as the schema that they stand in. */
const SAME_VALUE: ReadonlySet<string> = new Set([
  ...['not', 'if', 'then', 'else', 'allOf', 'anyOf', 'oneOf', 'dependentSchemas', 'dependencies'],
]);

/** Schemas that lead to each other. */
const DEEPEST = 200;
/** A default is copied for each value that lacks it. */
const DEFAULT_WEIGHT = 10;

/** Why a schema cannot be checked in bounded time. */
export class SchemaFault extends Error {
  readonly pointer: string;
  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}

const valuesIn = (value: unknown): number =>
  typeof value !== 'object' || value === null
    ? 1
    : Object.values(value).reduce<number>((sum, item) => sum + valuesIn(item), 1);

/**
 * At most so many comparisons are made of one value of the input. References are followed: a schema that leads back to itself has no
 * bound.
 * @param schemas - every schema by its pointer from the root, such as `#/$defs/name`
 * @throws SchemaFault
 */
export function weightOf(schemas: ReadonlyMap<string, Readonly<Record<string, unknown>>>): number {
  const known = new Map<object, number>();
  const open = new Set<object>();
  const visit = (pointer: string, schema: Readonly<Record<string, unknown>>): number => {
    if (open.size > DEEPEST)
      throw new SchemaFault(pointer, `it refers on and on, more than ${DEEPEST} schemas deep`);
    const found = known.get(schema);
    if (found !== undefined) return found;
    if (open.has(schema))
      throw new SchemaFault(
        pointer,
        'it refers to itself; take any value there, and check what is within in the plugin',
      );
    open.add(schema);
    let own = 1;
    let same = 0;
    let within = 0;
    let besides = 0;
    for (const [keyword, value] of Object.entries(schema)) {
      own += ownWeight(keyword, value);
      if (keyword === '$ref') same += refer(pointer, value);
      for (const [at, inner] of innerSchemas(keyword, value)) {
        const weight = visit(`${pointer}/${at}`, inner);
        if (SAME_VALUE.has(keyword)) same += weight;
        else if (keyword === 'properties' || keyword === 'prefixItems') within = Math.max(within, weight);
        else if (keyword !== '$defs' && keyword !== 'definitions') besides += weight;
      }
    }
    open.delete(schema);
    const weight = Math.max(own, within + besides) + same;
    known.set(schema, weight);
    return weight;
  };
  const refer = (pointer: string, ref: unknown): number => {
    const target = typeof ref === 'string' ? schemas.get(decoded(ref)) : undefined;
    if (target === undefined)
      throw new SchemaFault(`${pointer}/$ref`, 'it refers to nothing within itself; write "#/$defs/NAME"');
    return visit(String(ref), target);
  };
  const root = schemas.get('#');
  return root === undefined ? 1 : visit('#', root);
}

function decoded(ref: string): string {
  try {
    return decodeURIComponent(ref);
  } catch {
    return ref;
  }
}

function ownWeight(keyword: string, value: unknown): number {
  if (keyword === 'default') return DEFAULT_WEIGHT * valuesIn(value);
  if (keyword === 'const' || keyword === 'dependentRequired') return valuesIn(value);
  if (keyword === 'properties' || keyword === 'patternProperties')
    return isObject(value) ? Object.keys(value).length : 1;
  return Array.isArray(value) ? value.length : 1;
}

/** Schemas that stand under a keyword, with how to get there. */
export function innerSchemas(
  keyword: string,
  value: unknown,
): readonly (readonly [at: string, schema: Readonly<Record<string, unknown>>])[] {
  if (ONE.has(keyword) && isObject(value)) return [[keyword, value]];
  if (LISTED.has(keyword) && Array.isArray(value))
    return value.flatMap((inner: unknown, index) =>
      isObject(inner) ? [[`${keyword}/${index}`, inner] as const] : [],
    );
  if (NAMED.has(keyword) && isObject(value))
    return Object.entries(value).flatMap(([name, inner]) =>
      isObject(inner)
        ? [[`${keyword}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, inner] as const]
        : [],
    );
  return [];
}
