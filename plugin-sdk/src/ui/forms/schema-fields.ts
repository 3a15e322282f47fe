import type { JsonSchema } from '../../json-schema.ts';
import { msg } from '../i18n/msg.ts';
import { type Unit, unitOf } from './schema-units.ts';

/**
 * How a property is asked for. `lines` is a list of texts, `picks` several of some given ones, `list` a list of objects, `map` texts by
 * names of one's own, `variant` one of several shapes, and `json` what no field fits.
 * @public
 */
export type FieldKind =
  | 'text'
  | 'long'
  | 'secret'
  | 'number'
  | 'flag'
  | 'choice'
  | 'picks'
  | 'lines'
  | 'list'
  | 'map'
  | 'variant'
  | 'group'
  | 'json';

/** One value that may be chosen. @public */
export interface FieldChoice {
  readonly value: unknown;
  readonly title: string;
  readonly description: string;
}

/** One shape that a value may have. @public */
export interface FieldBranch {
  readonly title: string;
  readonly description: string;
  /** What the value is, or holds, when it has this shape: `{ kind: 'token' }`; undefined where only the type of the value tells. */
  readonly mark: unknown;
  /** How the value is asked for; null where it is the mark and nothing else. */
  readonly field: SchemaField | null;
}

/** One property of a schema as a form shows it. @public */
export interface SchemaField {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  /** Names beside it, each of which makes it required when it is given. */
  readonly requiredBy: readonly string[];
  readonly initial: unknown;
  readonly choices: readonly unknown[];
  readonly options: readonly FieldChoice[];
  readonly branches: readonly FieldBranch[];
  readonly unit: Unit | null;
  readonly example: string;
  readonly schema: JsonSchema;
  readonly children: readonly SchemaField[];
}

/** Characters; what is longer is cut, so that a hostile schema cannot bury the form. */
const LONGEST_TITLE = 160;
const LONGEST_DESCRIPTION = 1200;
/** Shapes inside shapes are asked for as JSON from here on. */
const DEEPEST = 8;
/** Characters from which a text gets several lines. */
const LONG_TEXT = 5000;

/** Whether a value is an object by name, and no list. @public */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most).trimEnd()}…` : text;

/** `sslMode` and `ssl_mode` become `Ssl mode`. @public */
export function titleFromName(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What `#/$defs/tls` stands for in the schema around it; other references stand for nothing. */
function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const ref = schema['$ref'];
  if (typeof ref !== 'string' || !ref.startsWith('#/')) return schema;
  let found: unknown = root;
  for (const segment of ref.slice(2).split('/'))
    found = isRecord(found) ? found[segment.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  const { $ref: _, ...beside } = schema;
  return isRecord(found) ? { ...found, ...beside } : schema;
}

/** The type of a value that may also be null. */
const typeOf = (schema: JsonSchema): unknown => {
  const types = listOf(schema['type']).filter((type) => type !== 'null');
  return types.length === 1 ? types[0] : schema['type'];
};

const branchesOf = (schema: JsonSchema): readonly JsonSchema[] =>
  [...listOf(schema['oneOf']), ...listOf(schema['anyOf'])].filter(isRecord);

function kindOf(schema: JsonSchema, depth: number): FieldKind {
  if (schema['writeOnly'] === true && typeOf(schema) !== 'object') return 'secret';
  if (Array.isArray(schema['enum'])) return 'choice';
  const branches = branchesOf(schema);
  if (branches.length > 1 && branches.every((branch) => 'const' in branch)) return 'choice';
  const type = typeOf(schema);
  const isShape = branches.every(
    (branch) => 'const' in branch || 'type' in branch || 'properties' in branch || '$ref' in branch,
  );
  if (depth < DEEPEST && branches.length > 1 && isShape && !isRecord(schema['properties'])) return 'variant';
  if (type === 'string')
    return Number(schema['maxLength'] ?? 0) >= LONG_TEXT || schema['contentMediaType'] !== undefined
      ? 'long'
      : 'text';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'flag';
  if (depth >= DEEPEST) return 'json';
  if (type === 'object' || isRecord(schema['properties'])) {
    if (isRecord(schema['properties'])) return 'group';
    const further = schema['additionalProperties'];
    return isRecord(further) && typeOf(further) === 'string' ? 'map' : 'json';
  }
  if (type !== 'array' || !isRecord(schema['items'])) return 'json';
  const { items } = schema;
  if (!isRecord(items)) return 'json';
  if (Array.isArray(items['enum'])) return 'picks';
  if (typeOf(items) === 'string') return 'lines';
  return isRecord(items['properties']) || typeof items['$ref'] === 'string' ? 'list' : 'json';
}

function optionsOf(schema: JsonSchema): readonly FieldChoice[] {
  const items = isRecord(schema['items']) ? schema['items'] : schema;
  const named = branchesOf(schema).filter((branch) => 'const' in branch);
  if (!Array.isArray(items['enum']) && named.length > 0)
    return named.map((branch) => ({
      value: branch['const'],
      title: cut(textOf(branch['title']) || String(branch['const']), LONGEST_TITLE),
      description: cut(textOf(branch['description']), LONGEST_DESCRIPTION),
    }));
  return listOf(items['enum']).map((value) => ({
    value,
    title: cut(value === null ? '–' : String(value), LONGEST_TITLE),
    description: '',
  }));
}

/** The property that each shape holds as another constant: the name of the discriminator; null where there is none. */
function discriminatorOf(branches: readonly JsonSchema[]): string | null {
  const [first] = branches;
  if (first === undefined || !isRecord(first['properties'])) return null;
  const holds = (branch: JsonSchema, name: string): boolean => {
    const properties = branch['properties'];
    const property = isRecord(properties) ? properties[name] : undefined;
    return isRecord(property) && ('const' in property || listOf(property['enum']).length === 1);
  };
  return (
    Object.keys(first['properties']).find((name) => branches.every((branch) => holds(branch, name))) ?? null
  );
}

function constantOf(branch: JsonSchema, name: string): unknown {
  const property = isRecord(branch['properties']) ? branch['properties'][name] : undefined;
  if (!isRecord(property)) return undefined;
  return 'const' in property ? property['const'] : listOf(property['enum'])[0];
}

const TYPE_TITLES: Readonly<Record<string, string>> = {
  string: msg('A text'),
  integer: msg('A number'),
  number: msg('A number'),
  boolean: msg('Yes or no'),
  array: msg('A list'),
  object: msg('Settings of its own'),
  null: msg('None'),
};

function readBranches(schema: JsonSchema, root: JsonSchema, depth: number): readonly FieldBranch[] {
  const branches = branchesOf(schema).map((branch) => resolved(branch, root));
  const discriminator = discriminatorOf(branches);
  return branches.map((branch) => {
    const constant = discriminator === null ? undefined : constantOf(branch, discriminator);
    const title =
      textOf(branch['title']) ||
      (constant !== undefined ? titleFromName(String(constant)) : '') ||
      ('const' in branch ? titleFromName(String(branch['const'])) : '') ||
      (TYPE_TITLES[String(typeOf(branch))] ?? 'Another');
    const isMark = 'const' in branch || typeOf(branch) === 'null';
    return {
      title: cut(title, LONGEST_TITLE),
      description: cut(textOf(branch['description']), LONGEST_DESCRIPTION),
      mark: isMark
        ? (branch['const'] ?? null)
        : discriminator === null
          ? undefined
          : { [discriminator]: constant },
      // The shape has been chosen above it, and its title been read there.
      field: isMark
        ? null
        : fieldOf('', { ...branch, title: textOf(schema['title']), description: '' }, root, depth + 1),
    };
  });
}

function fieldOf(name: string, given: JsonSchema, root: JsonSchema, depth: number): SchemaField {
  const schema = resolved(given, root);
  const kind = kindOf(schema, depth);
  const examples = listOf(schema['examples']);
  const options = kind === 'choice' || kind === 'picks' ? optionsOf(schema) : [];
  const items = kind === 'list' && isRecord(schema['items']) ? resolved(schema['items'], root) : null;
  return {
    name,
    kind,
    title: cut(textOf(schema['title']) || titleFromName(name), LONGEST_TITLE),
    description: cut(textOf(schema['description']), LONGEST_DESCRIPTION),
    isRequired: false,
    requiredBy: [],
    initial: schema['default'],
    choices: options.map(({ value }) => value),
    options,
    branches: kind === 'variant' ? readBranches(schema, root, depth) : [],
    unit: kind === 'number' ? unitOf(name) : null,
    example: examples.length > 0 ? cut(String(examples[0]), LONGEST_TITLE) : '',
    schema,
    children:
      kind === 'group'
        ? propertiesOf(schema, root, depth + 1)
        : items !== null
          ? propertiesOf(items, root, depth + 1)
          : [],
  };
}

function propertiesOf(schema: JsonSchema, root: JsonSchema, depth: number): readonly SchemaField[] {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const required = listOf(schema['required']);
  const dependent = isRecord(schema['dependentRequired']) ? Object.entries(schema['dependentRequired']) : [];
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isRecord(property) || 'const' in property || property['readOnly'] === true) return [];
    return [
      {
        ...fieldOf(name, property, root, depth),
        isRequired: required.includes(name),
        requiredBy: dependent.filter(([, needed]) => listOf(needed).includes(name)).map(([other]) => other),
      },
    ];
  });
}

/** The properties of an object schema in their order. What no field fits is asked for as JSON. @public */
export const schemaFields = (schema: JsonSchema): readonly SchemaField[] => propertiesOf(schema, schema, 0);
