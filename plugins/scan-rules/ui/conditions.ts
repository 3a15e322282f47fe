/** What an expression is about. */
export type Topic = 'asset' | 'column';

export type Operator =
  | 'is'
  | 'is-not'
  | 'contains'
  | 'starts'
  | 'ends'
  | 'matches'
  | 'at-least'
  | 'at-most'
  | 'known'
  | 'unknown'
  | 'yes'
  | 'no';

/** One condition of a field: `asset.rows <= 1000000`. */
export interface Test {
  readonly kind: 'test';
  readonly field: string;
  readonly operator: Operator;
  readonly value: string;
}

/** All or any of some blocks, perhaps the contrary of it. */
export interface Group {
  readonly kind: 'group';
  readonly all: boolean;
  readonly not: boolean;
  readonly items: readonly Block[];
}

/** What there is no block for, as it is written. */
export interface Written {
  readonly kind: 'written';
  readonly text: string;
}

export type Block = Test | Group | Written;

type FieldKind = 'text' | 'number' | 'flag' | 'columns';

/** Fields of each topic, with what may be asked of them. */
export const FIELDS: Readonly<Record<Topic, Readonly<Record<string, FieldKind>>>> = {
  asset: {
    'asset.name': 'text',
    'asset.schema': 'text',
    'asset.type': 'text',
    'asset.comment': 'text',
    'asset.rows': 'number',
    'asset.bytes': 'number',
    'asset.columns': 'columns',
  },
  column: {
    'column.name': 'text',
    'column.kind': 'text',
    'column.type': 'text',
    'column.comment': 'text',
    'column.isPrimaryKey': 'flag',
    'column.nullable': 'flag',
    'asset.name': 'text',
    'asset.schema': 'text',
    'asset.rows': 'number',
  },
};

const TEXT_OPERATORS: readonly Operator[] = ['is', 'is-not', 'contains', 'starts', 'ends', 'matches'];

export const OPERATORS: Readonly<Record<FieldKind, readonly Operator[]>> = {
  text: TEXT_OPERATORS,
  number: ['at-most', 'at-least', 'known', 'unknown'],
  flag: ['yes', 'no'],
  columns: ['is', 'contains', 'starts', 'ends', 'matches'],
};

const METHODS = { contains: 'contains', starts: 'startsWith', ends: 'endsWith', matches: 'matches' } as const;

export const takesValue = (operator: Operator): boolean => !/^(known|unknown|yes|no)$/.test(operator);

export const newGroup = (items: readonly Block[] = []): Group => ({
  kind: 'group',
  all: true,
  not: false,
  items,
});

export const newTest = (topic: Topic): Test => ({
  kind: 'test',
  field: `${topic}.name`,
  operator: 'contains',
  value: '',
});

/** A test of another field keeps what it can. */
export function withField(test: Test, field: string, topic: Topic): Test {
  const known = OPERATORS[FIELDS[topic][field] ?? 'text'];
  return { ...test, field, operator: known.includes(test.operator) ? test.operator : (known[0] ?? 'is') };
}

/** The expression that blocks say; empty when they say nothing yet. */
export function writeBlocks(root: Group): string {
  return write(root, true);
}

function write(block: Block, isOutermost = false): string {
  if (block.kind === 'written') return block.text.trim();
  if (block.kind === 'test') return writeTest(block);
  const items = block.items
    .map((item) => ({ item, text: write(item) }))
    .filter(({ text }) => text !== '')
    .map(({ item, text }) => (item.kind === 'written' && needsParens(text) ? `(${text})` : text));
  if (items.length === 0) return '';
  const text = items.join(block.all ? ' && ' : ' || ');
  if (block.not) return `!(${text})`;
  return isOutermost || items.length === 1 ? text : `(${text})`;
}

const needsParens = (text: string): boolean =>
  split(text, '||').length > 1 || split(text, '&&').length > 1 || split(text, '?').length > 1;

function writeTest({ field, operator, value }: Test): string {
  if (takesValue(operator) && value.trim() === '') return '';
  if (field === 'asset.columns') return `asset.columns.exists(c, ${ask('c.name', operator, value)})`;
  return ask(field, operator, value);
}

function ask(field: string, operator: Operator, value: string): string {
  switch (operator) {
    case 'is':
      return `${field} == ${JSON.stringify(value)}`;
    case 'is-not':
      return `${field} != ${JSON.stringify(value)}`;
    case 'at-least':
      return `(!has(${field}) || ${field} >= ${whole(value)})`;
    case 'at-most':
      return `(!has(${field}) || ${field} <= ${whole(value)})`;
    case 'known':
      return `has(${field})`;
    case 'unknown':
      return `!has(${field})`;
    case 'yes':
      return field;
    case 'no':
      return `!${field}`;
    default:
      return `${field}.${METHODS[operator]}(${JSON.stringify(value)})`;
  }
}

const whole = (value: string): string => String(Math.max(0, Math.round(Number(value) || 0)));

/** Reads an expression into blocks. What no block has words for stays as it is written, so that nothing is lost either way. */
export function readBlocks(text: string, topic: Topic): Group {
  if (text.trim() === '') return newGroup();
  const read = readOne(text.trim(), topic);
  return read.kind === 'group' ? read : newGroup([read]);
}

function readOne(text: string, topic: Topic): Block {
  const whole = unwrapped(text);
  // A bound and what is not known belong together.
  const bound = readBound(whole, topic);
  if (bound !== null) return bound;
  const any = split(whole, '||');
  if (any.length > 1) return groupOf(any, false, topic);
  const all = split(whole, '&&');
  if (all.length > 1) return groupOf(all, true, topic);
  if (/^!\s*\(/.test(whole)) {
    const inner = whole.slice(1).trim();
    if (unwrapped(inner) !== inner) {
      const read = readOne(inner, topic);
      return read.kind === 'group' && !read.not ? { ...read, not: true } : { ...newGroup([read]), not: true };
    }
  }
  return readTest(whole, topic) ?? { kind: 'written', text: whole };
}

const groupOf = (parts: readonly string[], all: boolean, topic: Topic): Group => ({
  ...{ kind: 'group', all, not: false },
  items: parts.map((part) => readOne(part.trim(), topic)),
});

function readBound(text: string, topic: Topic): Test | null {
  const match = /^!has\(([\w.]+)\)\s*\|\|\s*([\w.]+)\s*(<=|>=)\s*(\d{1,18})$/.exec(text);
  if (match === null || match[1] !== match[2]) return null;
  const [, field = '', , operator, value = ''] = match;
  if (FIELDS[topic][field] !== 'number') return null;
  return { kind: 'test', field, operator: operator === '<=' ? 'at-most' : 'at-least', value };
}

const LITERAL = String.raw`("(?:[^"\\]|\\.)*")`;

function readTest(text: string, topic: Topic): Test | null {
  const column = /^asset\.columns\.exists\(\s*(\w+)\s*,\s*(.*)\)$/s.exec(text);
  if (column !== null && topic === 'asset') {
    const [, name = '', inner = ''] = column;
    const test = readPlain(inner.trim(), `${name}.name`);
    if (test === null || !OPERATORS.columns.includes(test.operator)) return null;
    return { kind: 'test', field: 'asset.columns', ...test };
  }
  for (const [field, kind] of Object.entries(FIELDS[topic])) {
    if (kind === 'columns') continue;
    const test = readPlain(text, field);
    if (test !== null && OPERATORS[kind].includes(test.operator)) return { kind: 'test', field, ...test };
  }
  return null;
}

function readPlain(text: string, field: string): Pick<Test, 'operator' | 'value'> | null {
  const name = field.replace('.', String.raw`\.`);
  if (text === field) return { operator: 'yes', value: '' };
  if (text === `!${field}`) return { operator: 'no', value: '' };
  if (text === `has(${field})`) return { operator: 'known', value: '' };
  if (text === `!has(${field})`) return { operator: 'unknown', value: '' };
  const compared = new RegExp(`^${name}\\s*(==|!=)\\s*${LITERAL}$`).exec(text);
  if (compared !== null) return valued(compared[1] === '==' ? 'is' : 'is-not', compared[2] ?? '');
  const called = new RegExp(
    `^${name}\\.(contains|startsWith|endsWith|matches)\\(\\s*${LITERAL}\\s*\\)$`,
  ).exec(text);
  const operator = Object.entries(METHODS).find(([, method]) => method === called?.[1])?.[0];
  return called === null || operator === undefined ? null : valued(operator as Operator, called[2] ?? '');
}

/** Escapes that JSON does not know stay as they are written. */
function valued(operator: Operator, literal: string): Pick<Test, 'operator' | 'value'> | null {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? { operator, value } : null;
  } catch {
    return null;
  }
}

/** The text within parentheses that stand around all of it. */
function unwrapped(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (const { index, char } of outside(text)) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth === 0 && index < text.length - 1) return text;
  }
  return depth === 0 ? unwrapped(text.slice(1, -1).trim()) : text;
}

/** Parts between an operator that stands within no parentheses. */
function split(text: string, operator: '&&' | '||' | '?'): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { index, char } of outside(text)) {
    if ('([{'.includes(char)) depth += 1;
    if (')]}'.includes(char)) depth -= 1;
    if (depth === 0 && index >= start && text.startsWith(operator, index)) {
      parts.push(text.slice(start, index));
      start = index + operator.length;
    }
  }
  return [...parts, text.slice(start)];
}

/** Characters that stand outside of literals. */
function* outside(text: string): Generator<{ readonly index: number; readonly char: string }> {
  let quote: string | null = null;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (quote !== null) {
      if (char === '\\') index += 1;
      else if (char === quote) quote = null;
    } else if (char === '"' || char === "'") quote = char;
    else yield { index, char };
  }
}
