import {
  type ConnectionConfig,
  type Connector,
  DataWaveError,
  type FieldError,
  type JsonSchema,
} from '@datawave/plugin-sdk';

/**
 * Checks a connection's settings against the connector's schema before anything is opened, and fills in defaults. Covers the keywords that
 * connection schemas use; messages never quote a value, since it may be secret.
 * @throws DataWaveError DW_SOURCE_CONFIG with a pointer for each fault
 */
export function checkConfig(connector: Connector, config: ConnectionConfig): ConnectionConfig {
  const errors: FieldError[] = [];
  const { connectionSchema } = connector.info;
  visit(connectionSchema, config, '', errors);
  if (errors.length === 0) return withDefaults(connectionSchema, config);
  throw new DataWaveError({
    code: 'DW_SOURCE_CONFIG',
    message: `The connection settings for ${connector.info.title} are not valid: ${errors.map((error) => `${error.pointer || '/'} ${error.message}`).join('; ')}.`,
    hint: 'Correct the settings named.',
    status: 400,
    errors,
  });
}

// Connection schemas are flat: defaults of nested settings are the connector's own affair.
function withDefaults(schema: JsonSchema, config: ConnectionConfig): ConnectionConfig {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const defaults = Object.entries(properties).flatMap(([name, property]) =>
    isRecord(property) && property['default'] !== undefined && config[name] === undefined
      ? [[name, property['default']] as const]
      : [],
  );
  return defaults.length === 0 ? config : { ...config, ...Object.fromEntries(defaults) };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function visit(schema: JsonSchema, value: unknown, pointer: string, errors: FieldError[]): void {
  const fail = (message: string): void => void errors.push({ pointer, message });
  if (schema['type'] !== undefined) {
    const types = (Array.isArray(schema['type']) ? schema['type'] : [schema['type']]).map(String);
    if (!types.some((type) => hasType(value, type))) {
      fail(`must be of type ${types.join(' or ')}`);
      return;
    }
  }
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(value))
    fail(`must be one of ${schema['enum'].map(String).join(', ')}`);
  if (schema['const'] !== undefined && schema['const'] !== value) fail('must have its fixed value');
  if (typeof value === 'string') visitText(schema, value, fail);
  if (typeof value === 'number') visitNumber(schema, value, fail);
  const items = schema['items'];
  if (Array.isArray(value) && isRecord(items))
    value.forEach((item, index) => visit(items, item, `${pointer}/${index}`, errors));
  if (isRecord(value)) visitObject(schema, value, pointer, errors);
}

function visitText(schema: JsonSchema, value: string, fail: (message: string) => void): void {
  const { minLength, maxLength, pattern, description } = schema;
  if (typeof minLength === 'number' && value.length < minLength)
    fail(minLength === 1 ? 'must not be empty' : `must have at least ${minLength} characters`);
  if (typeof maxLength === 'number' && value.length > maxLength)
    fail(`must have at most ${maxLength} characters`);
  // People are told what is asked for, not an expression.
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value))
    fail(`does not fit${typeof description === 'string' ? `: ${description}` : ` ${pattern}`}`);
}

function visitNumber(schema: JsonSchema, value: number, fail: (message: string) => void): void {
  const { minimum, maximum } = schema;
  if (typeof minimum === 'number' && value < minimum) fail(`must be at least ${minimum}`);
  if (typeof maximum === 'number' && value > maximum) fail(`must be at most ${maximum}`);
}

function visitObject(
  schema: JsonSchema,
  value: Readonly<Record<string, unknown>>,
  pointer: string,
  errors: FieldError[],
): void {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  for (const required of Array.isArray(schema['required']) ? schema['required'].map(String) : []) {
    if (value[required] === undefined)
      errors.push({ pointer: `${pointer}/${segment(required)}`, message: 'is required' });
  }
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const at = `${pointer}/${segment(key)}`;
    const property = properties[key];
    if (isRecord(property)) visit(property, item, at, errors);
    else if (schema['additionalProperties'] === false)
      errors.push({ pointer: at, message: `is not known; known are ${Object.keys(properties).join(', ')}` });
    else if (isRecord(schema['additionalProperties']))
      visit(schema['additionalProperties'], item, at, errors);
  }
}

const segment = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
