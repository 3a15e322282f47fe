import type { Filter, FilterValue, PatchPath } from '../filter/filter.ts';
import { type ItemValues, matchesFilter, valuesOf } from '../filter/match-filter.ts';
import { parsePatchPath } from '../filter/parse-filter.ts';
import { invalid } from '../scim-error.ts';
import { type Attribute, SCHEMAS } from './attributes.ts';
import type { PatchOperation } from './patch-operations.ts';
import { ALL_USER_ATTRIBUTES, readOne, readUser, readValue, type ScimUser } from './user-resource.ts';

type Values = Record<string, unknown>;

/** Somebody after the operations. Attributes that are not kept are passed over. @throws ScimError */
export function patchUser(user: ScimUser, operations: readonly PatchOperation[]): ScimUser {
  const values: Values = structuredClone({ ...user });
  for (const operation of operations) apply(values, operation);
  if (values['userName'] === undefined) throw invalid('mutability', 'userName cannot be taken away.');
  return readUser(values);
}

function apply(values: Values, { op, path, value }: PatchOperation): void {
  if (path !== null) {
    applyAt(values, op, path, value);
    return;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('invalidValue', 'An operation without a path has an object as its value.');
  // Each key may be a path of its own: Entra ID sends `name.givenName`.
  for (const [key, one] of Object.entries(value)) {
    const name = key.toLowerCase();
    if (name === SCHEMAS.enterprise.toLowerCase() || name === SCHEMAS.user.toLowerCase()) {
      for (const [inner, innerValue] of Object.entries(isObject(one) ? one : {}))
        applyAt(values, op, `${key}:${inner}`, innerValue);
    } else applyAt(values, op, key, one);
  }
}

function applyAt(values: Values, op: PatchOperation['op'], text: string, value: unknown): void {
  const path = /^urn:/i.test(text) && !text.includes('[') ? withSchema(text) : parsePatchPath(text);
  const found = locate(values, path);
  if (found === null) return;
  const { holder, attribute, sub } = found;
  if (attribute.isMany === true) {
    applyToMany(holder, attribute, op, { filter: path.filter, sub: path.sub ?? path.path.sub }, value);
    return;
  }
  if (path.filter !== null) throw invalid('invalidPath', `${attribute.name} has no values to choose from.`);
  if (sub !== null) {
    const inner = attribute.sub?.find(({ name }) => name.toLowerCase() === sub);
    if (inner === undefined) return;
    const part: Values = isObject(holder[attribute.name]) ? { ...Object(holder[attribute.name]) } : {};
    put(part, inner, op, value);
    setOrDelete(holder, attribute.name, Object.keys(part).length === 0 ? undefined : part);
    return;
  }
  put(holder, attribute, op, value);
}

/** An extension's URN holds dots and colons of its own, which make its last part hard to tell by rule. */
function withSchema(text: string): PatchPath {
  for (const schema of [SCHEMAS.enterprise, SCHEMAS.user]) {
    if (text.toLowerCase() === schema.toLowerCase())
      return { path: { schema: null, name: schema.toLowerCase(), sub: null }, filter: null, sub: null };
    if (text.toLowerCase().startsWith(`${schema.toLowerCase()}:`)) {
      const rest = parsePatchPath(text.slice(schema.length + 1));
      return { ...rest, path: { ...rest.path, schema: schema.toLowerCase() } };
    }
  }
  // A schema that is not known here.
  return { path: { schema: text.toLowerCase(), name: '', sub: null }, filter: null, sub: null };
}

/** The attribute and what holds it; null for one that is not kept. */
function locate(
  values: Values,
  { path: { schema, name, sub } }: PatchPath,
): { readonly holder: Values; readonly attribute: Attribute; readonly sub: string | null } | null {
  if (schema === SCHEMAS.enterprise.toLowerCase()) {
    const extension = ALL_USER_ATTRIBUTES.find((one) => one.name === SCHEMAS.enterprise);
    const known = extension?.sub?.some((one) => one.name.toLowerCase() === name) === true;
    return extension === undefined || !known ? null : { holder: values, attribute: extension, sub: name };
  }
  if (schema !== null && schema !== SCHEMAS.user.toLowerCase()) return null;
  const attribute = ALL_USER_ATTRIBUTES.find((one) => one.name.toLowerCase() === name);
  return attribute === undefined ? null : { holder: values, attribute, sub };
}

function put(holder: Values, attribute: Attribute, op: PatchOperation['op'], value: unknown): void {
  const read = op === 'remove' ? undefined : readValue(attribute, value);
  const before = holder[attribute.name];
  const isMerged = attribute.type === 'complex' && isObject(before) && isObject(read);
  setOrDelete(holder, attribute.name, isMerged ? { ...Object(before), ...Object(read) } : read);
}

function applyToMany(
  holder: Values,
  attribute: Attribute,
  op: PatchOperation['op'],
  target: { readonly filter: Filter | null; readonly sub: string | null },
  value: unknown,
): void {
  const before = listOf(holder[attribute.name]);
  const after =
    target.filter === null && target.sub === null
      ? changeAll(before, attribute, op, value)
      : changeSome(before, attribute, op, target, value);
  setOrDelete(holder, attribute.name, after.length === 0 ? undefined : after);
}

function changeAll(
  before: readonly Values[],
  attribute: Attribute,
  op: PatchOperation['op'],
  value: unknown,
): readonly Values[] {
  const given = listOf(readValue(attribute, value));
  if (op === 'replace') return given;
  const names = new Set(given.map((item) => String(item['value']).toLowerCase()));
  const others = before.filter((item) => !names.has(String(item['value']).toLowerCase()));
  if (op === 'remove') return value === undefined || value === null ? [] : others;
  return [...(given.some(isPrimary) ? others.map(asSecondary) : others), ...given];
}

function changeSome(
  before: readonly Values[],
  attribute: Attribute,
  op: PatchOperation['op'],
  { filter, sub }: { readonly filter: Filter | null; readonly sub: string | null },
  value: unknown,
): readonly Values[] {
  const fits = (item: Values): boolean => filter === null || matchesFilter(filter, lowered(item));
  const part = sub === null ? undefined : attribute.sub?.find(({ name }) => name.toLowerCase() === sub);
  // A part that is not kept.
  if (sub !== null && part === undefined) return before;
  if (op === 'remove' && part === undefined) return before.filter((item) => !fits(item));
  const change = (item: Values): Values => {
    if (part === undefined) return { ...item, ...Object(readOne(attribute, value) ?? {}) };
    const changed = { ...item };
    setOrDelete(changed, part.name, op === 'remove' ? undefined : readOne(part, value));
    return changed;
  };
  const changed = before.map((item) => (fits(item) ? change(item) : item));
  if (op !== 'remove' && !before.some(fits)) {
    // Directories name a value that is not there yet by what it is to be: `emails[type eq "work"].value`.
    const made = filter === null ? {} : valuesOf(filter);
    if (made === null) throw invalid('noTarget', `No value of ${attribute.name} fits the filter.`);
    changed.push(change(named(attribute, made)));
  }
  const kept = changed.filter((item) => Object.keys(item).some((name) => name === 'value'));
  const newest = kept.findLast((item) => isPrimary(item) && fits(item));
  return newest === undefined ? kept : kept.map((item) => (item === newest ? item : asSecondary(item)));
}

/** A value with what a filter says of it, under the names of the schema. */
function named(attribute: Attribute, values: Readonly<Record<string, FilterValue>>): Values {
  const item: Values = {};
  for (const part of attribute.sub ?? []) {
    const value = values[part.name.toLowerCase()];
    if (value !== undefined) setOrDelete(item, part.name, readOne(part, value));
  }
  return item;
}

const lowered = (item: Values): ItemValues =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name.toLowerCase(), value]));
const isPrimary = (item: Values): boolean => item['primary'] === true;
const asSecondary = (item: Values): Values => (isPrimary(item) ? { ...item, primary: false } : item);
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): Values[] =>
  Array.isArray(value) ? value.filter(isObject).map((one) => ({ ...one })) : [];

function setOrDelete(holder: Values, name: string, value: unknown): void {
  if (value === undefined) delete holder[name];
  else holder[name] = value;
}
