import type { FieldError } from '../errors.ts';
import type { JsonSchema } from '../json-schema.ts';
import { nearestKey } from './nearest-key.ts';
import { schemaGuard } from './schema-guard.ts';

/** Keywords that say nothing about whether a value is valid. */
const ANNOTATIONS = new Set([
  '$schema',
  '$id',
  '$comment',
  'title',
  'description',
  'examples',
  'default',
  'deprecated',
  'readOnly',
  'writeOnly',
]);

const ASSERTIONS = new Set([
  'type',
  'enum',
  'const',
  'properties',
  'required',
  'additionalProperties',
  'propertyNames',
  'items',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'minLength',
  'maxLength',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
]);

const TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);

type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNumber = (value: unknown): value is number => typeof value === 'number';

/**
 * Whether {@link checkValue} understands every keyword of the schema. Plain settings schemas are of this kind;
 * for all others the caller takes a full validator, whose import alone costs more than the rest of a small boot.
 * @public
 */
export function isPlainSchema(schema: unknown): schema is JsonSchema {
  if (!isObject(schema)) return false;
  for (const [keyword, value] of Object.entries(schema)) {
    if (ANNOTATIONS.has(keyword) || keyword.startsWith('x-')) continue;
    if (!ASSERTIONS.has(keyword)) return false;
    if (
      keyword === 'type' &&
      !(Array.isArray(value) ? value : [value]).every((type) => TYPES.has(String(type)))
    )
      return false;
    if (keyword === 'properties' && !(isObject(value) && Object.values(value).every(isPlainSchema)))
      return false;
    if ((keyword === 'items' || keyword === 'propertyNames') && !isPlainSchema(value)) return false;
    if (keyword === 'additionalProperties' && typeof value !== 'boolean' && !isPlainSchema(value))
      return false;
    if (
      keyword === 'enum' &&
      !(Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null))
    )
      return false;
    if (keyword === 'pattern' && !isPattern(value)) return false;
    if (keyword === 'const' && typeof value === 'object' && value !== null) return false;
  }
  return true;
}

function isPattern(value: unknown): boolean {
  try {
    return typeof value === 'string' && new RegExp(value, 'u') instanceof RegExp;
  } catch {
    // A wrong pattern is reported by the full validator, as a fault of the schema.
    return false;
  }
}

/** A value with its defaults filled in, and everything that is wrong with it. Messages never quote the value: it may be secret. @public */
export interface CheckedValue {
  readonly value: unknown;
  readonly errors: readonly FieldError[];
}

/** One segment of a JSON pointer, escaped (RFC 6901). @public */
export const pointerSegment = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The message for a key that a closed schema does not know. @public */
export function unknownKeyMessage(key: string, known: readonly string[]): string {
  const nearest = nearestKey(key, known);
  if (nearest !== undefined) return `"${key}" is not known here; did you mean "${nearest}"?`;
  return known.length === 0
    ? `"${key}" is not known here; nothing may stand here`
    : `"${key}" is not known here; known are ${known.map((name) => `"${name}"`).join(', ')}`;
}

/** Checks a JSON value against a schema for which {@link isPlainSchema} holds. The value handed in is left as it is. @public */
export function checkValue(schema: JsonSchema, value: unknown): CheckedValue {
  const errors: FieldError[] = [];
  schemaGuard(schema)?.begin(value);
  const checked = visit(schema, structuredClone(value), '', errors);
  return { value: checked, errors };
}

function visit(schema: JsonSchema, value: unknown, pointer: string, errors: FieldError[]): unknown {
  const fail = (message: string): void => void errors.push({ pointer, message });
  const { type } = schema;
  if (type !== undefined) {
    const types = (Array.isArray(type) ? type : [type]).map(String);
    if (!types.some((name) => hasType(value, name))) {
      fail(`must be ${types.map(article).join(' or ')}, not ${article(typeName(value))}`);
      return value;
    }
  }
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) {
    fail(`must be one of ${schema.enum.map((item) => JSON.stringify(item)).join(', ')}`);
  }
  if ('const' in schema && schema.const !== value) fail(`must be ${JSON.stringify(schema.const)}`);
  if (typeof value === 'string') visitString(schema, value, fail);
  else if (typeof value === 'number') visitNumber(schema, value, fail);
  else if (Array.isArray(value)) return visitArray(schema, value, pointer, errors);
  else if (isObject(value)) visitObject(schema, value, pointer, errors);
  return value;
}

function visitString(schema: JsonSchema, value: string, fail: (message: string) => void): void {
  const { minLength, maxLength, pattern, description } = schema;
  // JSON Schema counts characters, not UTF-16 units.
  const length = isNumber(minLength) || isNumber(maxLength) ? [...value].length : 0;
  if (isNumber(minLength) && length < minLength) fail(`must have at least ${minLength} characters`);
  if (isNumber(maxLength) && length > maxLength) fail(`must have at most ${maxLength} characters`);
  // People are told what is asked for, not an expression.
  if (
    typeof pattern === 'string' &&
    !(schemaGuard(schema)?.pattern(pattern) ?? new RegExp(pattern, 'u')).test(value)
  )
    fail(typeof description === 'string' ? `does not fit: ${description}` : `must match ${pattern}`);
}

function visitNumber(schema: JsonSchema, value: number, fail: (message: string) => void): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (isNumber(minimum) && value < minimum) fail(`must be at least ${minimum}`);
  if (isNumber(maximum) && value > maximum) fail(`must be at most ${maximum}`);
  if (isNumber(exclusiveMinimum) && value <= exclusiveMinimum) fail(`must be more than ${exclusiveMinimum}`);
  if (isNumber(exclusiveMaximum) && value >= exclusiveMaximum) fail(`must be less than ${exclusiveMaximum}`);
}

function visitArray(
  schema: JsonSchema,
  value: readonly unknown[],
  pointer: string,
  errors: FieldError[],
): unknown {
  const { items, minItems, maxItems } = schema;
  if (isNumber(minItems) && value.length < minItems)
    errors.push({ pointer, message: `must have at least ${minItems} items` });
  if (isNumber(maxItems) && value.length > maxItems)
    errors.push({ pointer, message: `must have at most ${maxItems} items` });
  if (!isObject(items)) return value;
  return value.map((item, index) => visit(items, item, `${pointer}/${index}`, errors));
}

function visitObject(schema: JsonSchema, value: JsonObject, pointer: string, errors: FieldError[]): void {
  const properties = isObject(schema.properties) ? schema.properties : {};
  for (const [key, property] of Object.entries(properties)) {
    if (!Object.hasOwn(value, key) && isObject(property) && 'default' in property)
      value[key] = structuredClone(property.default);
  }
  const keys = Object.keys(value);
  const { minProperties, maxProperties } = schema;
  if (isNumber(minProperties) && keys.length < minProperties)
    errors.push({ pointer, message: `must have at least ${minProperties} keys` });
  if (isNumber(maxProperties) && keys.length > maxProperties)
    errors.push({ pointer, message: `must have at most ${maxProperties} keys` });
  for (const key of Array.isArray(schema.required) ? schema.required : []) {
    if (typeof key === 'string' && !Object.hasOwn(value, key)) {
      errors.push({ pointer: `${pointer}/${pointerSegment(key)}`, message: `"${key}" is missing` });
    }
  }
  for (const key of keys) {
    const at = `${pointer}/${pointerSegment(key)}`;
    if (isObject(schema.propertyNames)) {
      const faults: FieldError[] = [];
      visit(schema.propertyNames, key, at, faults);
      errors.push(...faults.map((fault) => ({ pointer: at, message: `the key "${key}" ${fault.message}` })));
    }
    const property = Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties;
    if (property === false)
      errors.push({ pointer: at, message: unknownKeyMessage(key, Object.keys(properties)) });
    else if (isObject(property)) {
      const checked = visit(property, value[key], at, errors);
      // Only what has changed is written: assigning to a key named __proto__ would do something else.
      if (checked !== value[key]) value[key] = checked;
    }
  }
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  return typeName(value) === type;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  return Array.isArray(value) ? 'array' : typeof value;
}

const article = (type: string): string =>
  type === 'null' || type === 'nothing' ? type : `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
