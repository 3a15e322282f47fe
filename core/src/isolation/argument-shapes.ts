import { fieldsOf, isScope } from './bridge/shapes.ts';
import { wrongArgument } from './isolation-errors.ts';
import { SERVICE_SHAPES } from './service-shapes.generated.ts';

/** What a value may be: any of these. */
export type Alternatives = readonly Alternative[];
export type Alternative =
  | 'text'
  | 'number'
  | 'boolean'
  | 'null'
  | 'undefined'
  | 'scope'
  /** A piece of SQL, which is the platform's to write. */
  | 'sql'
  | 'any'
  | { readonly list: Alternatives }
  | { readonly fields: Readonly<Record<string, Alternatives>> };

/** What the database's conditions are written with: in the place of a value, one of these asks for more than the one thing. */
const OPERATOR =
  /^\$(?:and|or|not|none|some|every|size|eq|ne|in|nin|gte?|lte?|like|ilike|re|fulltext|overlap|contains|contained|exists|hasKey\w*)$/;
const DEEPEST = 20;

const parsed = new Map<string, readonly Alternatives[]>();

function shapesOf(service: string, method: string): readonly Alternatives[] | null {
  const methods = Object.hasOwn(SERVICE_SHAPES, service) ? SERVICE_SHAPES[service] : undefined;
  const json = methods !== undefined && Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (json === undefined) return null;
  const key = `${service}.${method}`;
  let shapes = parsed.get(key);
  if (shapes === undefined) {
    shapes = JSON.parse(json) as readonly Alternatives[];
    parsed.set(key, shapes);
  }
  return shapes;
}

/**
 * Whether what an isolated plugin passes to a service is what the contract says: types are the author's word alone. An object where a
 * text belongs would be read as a condition by whoever looks up what it names.
 * @throws DataWaveError DW_ISOLATION_ARGUMENT naming the argument, never its value
 */
export function checkArguments(
  plugin: string,
  service: string,
  method: string,
  args: readonly unknown[],
): void {
  const what = `"${method}" of the service "${service}"`;
  const shapes = shapesOf(service, method);
  if (shapes === null) {
    // A contract that the platform does not know: what no contract means is refused all the same.
    for (const [index, value] of args.entries())
      if (hasOperator(value, 0))
        throw wrongArgument(plugin, what, `argument ${index + 1}`, 'a condition of a query');
    return;
  }
  for (const [index, shape] of shapes.entries()) {
    const fault = faultOf(shape, args[index], `argument ${index + 1}`);
    if (fault !== null) throw wrongArgument(plugin, what, fault.at, fault.is);
  }
  if (args.slice(shapes.length).some((extra) => extra !== undefined))
    throw wrongArgument(plugin, what, `argument ${shapes.length + 1}`, 'one more than there are');
}

interface Fault {
  readonly at: string;
  readonly is: string;
}

function faultOf(shape: Alternatives, value: unknown, at: string): Fault | null {
  let inner: Fault | null = null;
  for (const one of shape) {
    const fault = faultOfOne(one, value, at);
    if (fault === null) return null;
    // Of several, the one that says most: which field it is.
    if (inner === null || fault.at.length > inner.at.length) inner = fault;
  }
  return inner;
}

function faultOfOne(shape: Alternative, value: unknown, at: string): Fault | null {
  if (typeof shape === 'string') return isOf(shape, value) ? null : { at, is: WANTED[shape] };
  if ('list' in shape) {
    if (!Array.isArray(value)) return { at, is: 'not a list' };
    for (const [index, item] of value.entries()) {
      const fault = faultOf(shape.list, item, `${at}.${index}`);
      if (fault !== null) return fault;
    }
    return null;
  }
  if (typeof value !== 'object' || value === null || !isPlain(value)) return { at, is: 'not a plain object' };
  for (const name of Object.keys(value))
    if (name.startsWith('$')) return { at: `${at}.${name.slice(0, 80)}`, is: 'a condition of a query' };
  const given = fieldsOf(value);
  for (const [name, field] of Object.entries(shape.fields)) {
    const fault = faultOf(field, given[name], `${at}.${name}`);
    if (fault !== null) return fault;
  }
  return null;
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

function isOf(shape: Extract<Alternative, string>, value: unknown): boolean {
  switch (shape) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'null':
      return value === null;
    case 'undefined':
      return value === undefined;
    case 'scope':
      return typeof value === 'object' && value !== null && isScope(value);
    case 'sql':
      return false;
    case 'any':
      return true;
  }
}

const WANTED: Readonly<Record<Extract<Alternative, string>, string>> = {
  ...{ text: 'not a text', number: 'not a number', boolean: 'neither true nor false', null: 'not null' },
  ...{ undefined: 'not left out', scope: 'not an execution scope', any: 'not anything' },
  sql: 'a piece of SQL, which an isolated plugin cannot pass',
};

function hasOperator(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > DEEPEST || ArrayBuffer.isView(value))
    return false;
  return Object.entries(value).some(([name, item]) => OPERATOR.test(name) || hasOperator(item, depth + 1));
}
