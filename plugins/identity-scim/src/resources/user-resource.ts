import { invalid } from '../scim-error.ts';
import { type Attribute, ENTERPRISE_ATTRIBUTES, SCHEMAS, USER_ATTRIBUTES } from './attributes.ts';

/** One e-mail address of somebody. */
export interface ScimEmail {
  readonly value?: string;
  readonly type?: string;
  readonly display?: string;
  readonly primary?: boolean;
}

/** What is kept of somebody, under the names of RFC 7643. */
export interface ScimUser {
  readonly userName?: string;
  readonly externalId?: string;
  readonly active?: boolean;
  readonly displayName?: string;
  readonly name?: Readonly<Record<string, string>>;
  readonly emails?: readonly ScimEmail[];
  readonly title?: string;
  readonly preferredLanguage?: string;
  readonly [SCHEMAS.enterprise]?: Readonly<Record<string, string>>;
}

const LONGEST_TEXT = 1_000;
/** Of what is unique: an index holds it. */
export const LONGEST_NAME = 500;
const MOST_VALUES = 50;

/** All attributes of a user; those of the extension within one that is called like its schema. */
export const ALL_USER_ATTRIBUTES: readonly Attribute[] = [
  ...USER_ATTRIBUTES,
  {
    name: SCHEMAS.enterprise,
    type: 'complex',
    description: 'What organisations say of their people.',
    sub: ENTERPRISE_ATTRIBUTES,
  },
];

/** Reads what a client sends of somebody: what is known and of the right kind. @throws ScimError invalidValue */
export function readUser(body: unknown): ScimUser {
  // Each part has been read by what stands in the table of attributes, whose names these are.
  return readComplex(ALL_USER_ATTRIBUTES, body, 'the user') as ScimUser;
}

/** One value of an attribute; undefined for one that is to be empty. @throws ScimError invalidValue */
export function readValue(attribute: Attribute, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (attribute.isMany !== true) return readOne(attribute, value);
  const values = (Array.isArray(value) ? value : [value]).map((one: unknown) => readOne(attribute, one));
  if (values.length > MOST_VALUES)
    throw invalid('invalidValue', `${attribute.name} has more than ${MOST_VALUES} values.`);
  const kept = values.filter((one) => one !== undefined);
  return kept.length === 0 ? undefined : kept;
}

/** One value of a multi-valued attribute, or of any other. @throws ScimError invalidValue */
export function readOne(attribute: Attribute, value: unknown): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (attribute.type === 'complex') {
    // Some clients send the value alone where there could be more.
    const whole = attribute.isMany === true && typeof value === 'string' ? { value } : value;
    return readComplex(attribute.sub ?? [], whole, attribute.name);
  }
  if (attribute.type === 'boolean') return readBoolean(attribute.name, value);
  if (typeof value !== 'string') throw invalid('invalidValue', `${attribute.name} is no text.`);
  const longest = attribute.isUnique === true ? LONGEST_NAME : LONGEST_TEXT;
  if (value.length > longest || (attribute.isUnique === true && value.normalize('NFKC').length > longest))
    throw invalid('invalidValue', `${attribute.name} is longer than ${longest} characters.`);
  return value;
}

/** Entra ID sends `"True"` and `"False"`. */
function readBoolean(name: string, value: unknown): boolean {
  const text =
    typeof value === 'boolean' ? String(value) : typeof value === 'string' ? value.toLowerCase() : '';
  if (text !== 'true' && text !== 'false')
    throw invalid('invalidValue', `${name} is neither true nor false.`);
  return text === 'true';
}

function readComplex(
  attributes: readonly Attribute[],
  value: unknown,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('invalidValue', `The value of ${name} is no object.`);
  const given = new Map(Object.entries(value).map(([key, one]) => [key.toLowerCase(), one]));
  const read: [string, unknown][] = [];
  for (const attribute of attributes) {
    const one = readValue(attribute, given.get(attribute.name.toLowerCase()));
    if (one !== undefined) read.push([attribute.name, one]);
  }
  return read.length === 0 && name !== 'the user' ? undefined : Object.fromEntries(read);
}

/** The address that becomes the account's; null where there is none. */
export function emailOf({ emails = [] }: ScimUser): string | null {
  const proper = emails.filter(({ value }) => value !== undefined && /^[^\s@]+@[^\s@]+$/.test(value));
  const first =
    proper.find(({ primary }) => primary === true) ??
    proper.find(({ type }) => type?.toLowerCase() === 'work') ??
    proper[0];
  return first?.value ?? null;
}

/** What somebody is called; their user name where nothing else is said. */
export function displayNameOf({ displayName, name, userName }: ScimUser): string {
  const parts = [name?.['givenName'], name?.['familyName']].filter((part) => part !== undefined).join(' ');
  return displayName ?? name?.['formatted'] ?? (parts === '' ? (userName ?? '') : parts);
}
