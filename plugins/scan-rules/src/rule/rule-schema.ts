import { closedSchema, type JsonSchema, uuidSchema } from '@datawave/plugin-sdk';
import { FULL_READ_EVERY_DAYS } from './rule-document.ts';
import { LIMITS } from './rule-limits.ts';

const ids: JsonSchema = {
  type: 'array',
  maxItems: 200,
  items: { type: 'string', minLength: 1, maxLength: 100 },
};
const confidence = { type: 'number', minimum: 0, maximum: 1 };
const globs: JsonSchema = {
  type: 'array',
  maxItems: LIMITS.globs,
  items: { type: 'string', minLength: 1, maxLength: LIMITS.globLength },
};
const selection = (of: string): JsonSchema =>
  closedSchema({
    include: { ...globs, description: `Globs over names of ${of}; all when empty.` },
    exclude: { ...globs, description: `Globs over names of ${of} that are kept out.` },
    where: {
      type: ['string', 'null'],
      maxLength: 20_000,
      description: `An expression in CEL that must hold for ${of}; null: any.`,
    },
  });

/** What a request may say of a rule. What only the whole can tell is checked by {@link checkRule}. */
export const RULE_PROPERTIES: Readonly<Record<string, JsonSchema>> = {
  title: { type: 'string', minLength: 1, maxLength: LIMITS.titleLength, pattern: '\\S' },
  description: { type: 'string', maxLength: LIMITS.descriptionLength },
  isEnabled: { type: 'boolean', description: 'A disabled rule is neither scheduled nor offered.' },
  sources: {
    type: 'array',
    maxItems: LIMITS.sources,
    items: uuidSchema,
    description: 'Ids of sources that it is for; all when empty.',
  },
  assets: selection('assets'),
  columns: selection('columns'),
  sampling: closedSchema({
    rows: {
      anyOf: [{ type: 'integer', minimum: 1, maximum: LIMITS.sampleRows }, { const: 'full' }],
      description: 'Rows to sample of each asset; "full" reads every row.',
    },
    strategy: { enum: ['random', 'head', 'stratified'] },
    stratifyBy: {
      type: ['string', 'null'],
      minLength: 1,
      maxLength: 200,
      description: 'Column whose values make the strata; null: even stretches of the asset.',
    },
    seed: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
  }),
  mode: { enum: ['full', 'incremental'] },
  highWater: {
    type: 'array',
    maxItems: LIMITS.highWater,
    items: closedSchema(
      {
        assets: {
          type: 'string',
          minLength: 1,
          maxLength: LIMITS.globLength,
          description: 'Glob over names of assets.',
        },
        column: { type: 'string', minLength: 1, maxLength: 200, description: 'Name of the column.' },
      },
      ['assets', 'column'],
    ),
    description:
      'Columns that only grow, by which assets are told to have changed whose source keeps no mark of them; the first that fits an asset counts.',
  },
  fullReadEveryDays: {
    type: ['integer', 'null'],
    minimum: 1,
    maximum: LIMITS.fullReadEveryDays,
    description: `Days after which an asset is read again of which such a column tells nothing new, for rows that changed without it or were deleted; ${FULL_READ_EVERY_DAYS} unless given, null: never.`,
  },
  classifiers: { ...ids, description: 'Ids of classifiers to ask; all when empty.' },
  frameworks: { ...ids, description: 'Ids of frameworks to assess against; all when empty.' },
  minConfidence: confidence,
  thresholds: {
    type: 'object',
    maxProperties: LIMITS.thresholds,
    propertyNames: { pattern: '^[A-Z][A-Z0-9_]{0,59}$' },
    additionalProperties: confidence,
    description: 'By info type, instead of minConfidence.',
  },
  priority: { type: 'integer', minimum: -100, maximum: 100 },
  schedule: {
    anyOf: [
      { type: 'null' },
      closedSchema(
        {
          cron: { type: 'string', minLength: 1, maxLength: 200, description: 'Five fields.' },
          timeZone: { type: 'string', minLength: 1, maxLength: 60, description: 'IANA name.' },
        },
        ['cron', 'timeZone'],
      ),
    ],
    description: 'When its sources are scanned by themselves; null: on request only.',
  },
};

/** A new rule: a title at least. */
export const newRuleBody: JsonSchema = closedSchema(RULE_PROPERTIES, ['title']);

/** A change of a rule. */
export const rulePatchBody: JsonSchema = { ...closedSchema(RULE_PROPERTIES), minProperties: 1 };
