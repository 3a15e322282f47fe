import { closedSchema, type JsonSchema, SENSITIVITIES } from '@datawave/plugin-sdk';
import { CHECKSUMS } from '../checksums/checksum-block.ts';
import type { Block } from './rule.ts';
import { LIMITS } from './rule-limits.ts';

const text = (maxLength: number, minLength = 1): JsonSchema => ({ type: 'string', minLength, maxLength });
/** A text that stands in a sentence: with something to be seen, and nothing that breaks or turns round what comes after it. */
const line = (maxLength: number): JsonSchema => ({
  ...text(maxLength),
  pattern: '^(?=.*[^\\p{Cc}\\p{Cf}\\p{Z}])[^\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]+$',
  description:
    'a line of text that can be seen, without control characters and marks that turn its direction round',
});
const flag = (description: string): JsonSchema => ({ type: 'boolean', description });
const count = (minimum: number, maximum: number, description?: string): JsonSchema => ({
  type: 'integer',
  minimum,
  maximum,
  ...(description === undefined ? {} : { description }),
});

export const KINDS = [
  'text',
  'integer',
  'decimal',
  'boolean',
  'date',
  'time',
  'timestamp',
  'uuid',
  'json',
  'binary',
  'array',
  'other',
] as const;

const block: JsonSchema = {
  type: 'object',
  description: `A block: its "kind" is pattern, dictionary, checksum, name, values, all, any, some or not.`,
};
const blocks: JsonSchema = { type: 'array', minItems: 1, maxItems: LIMITS.blocks, items: block };

const ofKind = (
  kind: Block['kind'],
  required: readonly string[],
  properties: Readonly<Record<string, JsonSchema>>,
): JsonSchema => closedSchema({ kind: { const: kind }, ...properties }, ['kind', ...required]);

/** The closed schema of each kind of block; those within are checked by their own. */
export const BLOCK_SCHEMAS: Readonly<Record<Block['kind'], JsonSchema>> = {
  pattern: ofKind('pattern', ['pattern'], {
    pattern: { ...text(LIMITS.patternLength), description: 'In the syntax of RE2, whose time is linear.' },
    ignoreCase: flag('Capital and small letters are alike.'),
    anywhere: flag('It may stand anywhere within a value; else it is the whole value.'),
  }),
  dictionary: ofKind('dictionary', ['terms'], {
    terms: { type: 'array', minItems: 1, maxItems: LIMITS.terms, items: text(LIMITS.termLength) },
    exact: flag('Case and accents count.'),
    words: flag('A term may stand as whole words within a value; else it is the whole value.'),
  }),
  checksum: ofKind('checksum', ['checksum'], {
    checksum: { enum: [...CHECKSUMS] },
    ignore: { ...text(20, 0), description: 'Characters that are passed over.' },
    minLength: count(1, 100),
    maxLength: count(1, 100),
    rotate: count(1, 16, 'Characters that go from the front to the end first; 4 for an IBAN.'),
    weights: { type: 'array', minItems: 2, maxItems: 64, items: count(-1000, 1000) },
    modulus: count(2, 1000),
    remainder: count(0, 999),
  }),
  name: ofKind('name', ['names'], {
    names: { type: 'array', minItems: 1, maxItems: LIMITS.names, items: text(100) },
    whole: flag('The name consists of nothing else.'),
    of: { enum: ['column', 'table'] },
  }),
  values: ofKind('values', ['where'], {
    atLeast: count(1, LIMITS.values),
    share: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    where: block,
  }),
  all: ofKind('all', ['of'], { of: blocks }),
  any: ofKind('any', ['of'], { of: blocks }),
  some: ofKind('some', ['atLeast', 'of'], { atLeast: count(1, LIMITS.blocks), of: blocks }),
  not: ofKind('not', ['block'], { block }),
};

/** An info type of the rule's own. */
export const INFO_TYPE_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'category', 'sensitivity', 'personal'],
  properties: {
    id: {
      type: 'string',
      pattern: '^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$',
      minLength: 2,
      maxLength: 60,
      description: 'capital letters, digits and single underscores',
    },
    title: line(100),
    category: {
      type: 'string',
      pattern: '^[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*$',
      maxLength: 100,
      description: 'a key of the Fideslang taxonomy, such as user.unique_id',
    },
    sensitivity: { enum: [...SENSITIVITIES] },
    personal: { type: 'boolean' },
    special: { type: 'boolean' },
  },
};

/** What a rule is, its blocks apart. Closed. */
export const RULE_PROPERTIES: Readonly<Record<string, JsonSchema>> = {
  key: {
    type: 'string',
    pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
    maxLength: 60,
    description: 'lower-case letters, digits and single hyphens',
  },
  title: line(120),
  description: text(2000, 0),
  infoType: {
    type: ['string', 'object'],
    description: 'The id of a published info type, or one of its own.',
  },
  question: { enum: ['type', 'contains'], default: 'type' },
  kinds: { type: 'array', minItems: 1, maxItems: KINDS.length, items: { enum: [...KINDS] } },
  match: block,
  threshold: {
    type: 'object',
    additionalProperties: false,
    properties: {
      values: count(1, LIMITS.values, 'Distinct values that fit at least; 1 unless given.'),
      share: {
        type: 'number',
        minimum: 0,
        maximum: 1,
        description:
          'Share of the distinct values that fit at least; 0.8 unless given, 0 where a rule asks what a column contains.',
      },
    },
  },
  confidence: { type: 'number', minimum: 0.5, maximum: 0.999 },
  enabled: { type: 'boolean', default: true },
};

/** A whole rule. */
export const RULE_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['key', 'title', 'infoType', 'match'],
  properties: RULE_PROPERTIES,
};
