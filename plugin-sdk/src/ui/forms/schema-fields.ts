import type { JsonSchema } from '../../json-schema.ts';

/** How a property is asked for. @public */
export type FieldKind = 'text' | 'secret' | 'number' | 'flag' | 'choice' | 'lines' | 'group' | 'json';

/** One property of a schema as a form shows it. @public */
export interface SchemaField {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  readonly initial: unknown;
  readonly choices: readonly unknown[];
  readonly example: string;
  readonly schema: JsonSchema;
  readonly children: readonly SchemaField[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `sslMode` and `ssl_mode` become `Ssl mode`. @public */
export function titleFromName(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function kindOf(schema: JsonSchema): FieldKind {
  if (schema['writeOnly'] === true) return 'secret';
  if (Array.isArray(schema['enum'])) return 'choice';
  switch (schema['type']) {
    case 'string':
      return 'text';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'flag';
    case 'object':
      return isObject(schema['properties']) ? 'group' : 'json';
    case 'array':
      return isObject(schema['items']) && schema['items']['type'] === 'string' ? 'lines' : 'json';
    default:
      return 'json';
  }
}

/** The properties of an object schema in their order. What no field fits is asked for as JSON. @public */
export function schemaFields(schema: JsonSchema): readonly SchemaField[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isObject(property) || 'const' in property) return [];
    const kind = kindOf(property);
    const examples = Array.isArray(property['examples']) ? property['examples'] : [];
    return [
      {
        name,
        kind,
        title: textOf(property['title']) || titleFromName(name),
        description: textOf(property['description']),
        isRequired: required.includes(name),
        initial: property['default'],
        choices: Array.isArray(property['enum']) ? property['enum'] : [],
        example: examples.length > 0 ? String(examples[0]) : '',
        schema: property,
        children: kind === 'group' ? schemaFields(property) : [],
      },
    ];
  });
}

/** What a form starts from: the defaults of a schema with given values over them. @public */
export function initialValues(
  fields: readonly SchemaField[],
  given: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    const present = given[field.name];
    if (field.kind === 'group')
      values[field.name] = initialValues(field.children, isObject(present) ? present : {});
    else if (present !== undefined) values[field.name] = present;
    else if (field.initial !== undefined && field.kind !== 'secret') values[field.name] = field.initial;
  }
  return values;
}

/** A fault with the pointer of its field. @public */
export interface FieldFault {
  readonly pointer: string;
  readonly message: string;
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function faultOf(field: SchemaField, value: unknown): string | null {
  const { schema } = field;
  if (field.kind === 'number') {
    const number = numberOf(value);
    if (number === null || Number.isNaN(number)) return 'Write a number.';
    if (schema['type'] === 'integer' && !Number.isInteger(number)) return 'Write a whole number.';
    const minimum = numberOf(schema['minimum']);
    const maximum = numberOf(schema['maximum']);
    if (minimum !== null && number < minimum) return `At least ${minimum}.`;
    if (maximum !== null && number > maximum) return `At most ${maximum}.`;
  }
  if (field.kind === 'json' && value instanceof Error) return 'This is not valid JSON.';
  return null;
}

/**
 * What is missing or wrong at first sight; the server decides. A secret that is stored already is not missing.
 * @public
 */
export function checkValues(
  fields: readonly SchemaField[],
  values: Readonly<Record<string, unknown>>,
  storedSecrets: readonly string[],
  base = '',
): readonly FieldFault[] {
  return fields.flatMap((field) => {
    const pointer = `${base}/${field.name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const value = values[field.name];
    if (field.kind === 'group')
      return checkValues(field.children, isObject(value) ? value : {}, storedSecrets, pointer);
    if (value === undefined || value === '') {
      const isStored = field.kind === 'secret' && storedSecrets.includes(field.name);
      return field.isRequired && !isStored ? [{ pointer, message: `${field.title} is needed.` }] : [];
    }
    const message = faultOf(field, value);
    return message === null ? [] : [{ pointer, message }];
  });
}

/** Leaves out what is empty, so that a default of the server applies. @public */
export function pruneValues(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === '') continue;
    if (isObject(value)) {
      const inner = pruneValues(value);
      if (Object.keys(inner).length > 0) kept[name] = inner;
    } else kept[name] = value;
  }
  return kept;
}
