import type { JsonSchema } from '@datawave/plugin-sdk';
import { closedSchema, labelOf } from '@datawave/plugin-sdk';

/** Whose an asset is, what it is about and what it is marked with: what people say of it, and no scan. */
export interface Stewardship {
  /** Id of a principal or a group. */
  readonly owner: string | null;
  /** Key of a business domain. */
  readonly domain: string | null;
  /** Each once, in order. */
  readonly tags: readonly string[];
}

/** As it is kept. */
export interface StoredStewardship extends Stewardship {
  readonly version: number;
}

/** Tags that an asset carries at most. */
export const MOST_TAGS = 50;
// No comma, which separates values in addresses, and nothing that only looks like something else: a policy must be able to name it.
const label = {
  type: 'string',
  maxLength: 100,
  pattern: '^\\s*[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._:/+-]*$',
} as const;
const orNone = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

/** Parts of it: what is given replaces what was there. */
export const stewardshipChangeSchema: JsonSchema = {
  ...closedSchema({
    owner: {
      ...orNone({
        type: 'string',
        maxLength: 300,
        pattern: '^(user|service|group):[^\\p{Cc}\\p{Cs},]+$',
      }),
      description: 'Id of a principal or a group, as accounts and groups show it.',
    },
    domain: { ...orNone(label), description: 'Kept in lower case.' },
    tags: {
      ...{ type: 'array', maxItems: MOST_TAGS, items: label },
      description: 'Kept in lower case, each once.',
    },
  }),
  minProperties: 1,
};

/** What is to change of several assets. */
export interface BulkChange extends Partial<Pick<Stewardship, 'owner' | 'domain'>> {
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
}

/** What became of one of them. */
export interface BulkResult {
  readonly urn: string;
  readonly outcome: 'changed' | 'unchanged' | 'refused';
  /** Why it was refused; null where it was not. */
  readonly problem: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
}

const { owner, domain, tags } = stewardshipChangeSchema['properties'] as Readonly<Record<string, JsonSchema>>;

/** Which assets, and {@link BulkChange}. */
export const bulkChangeSchema: JsonSchema = {
  ...closedSchema({
    urns: { type: 'array', minItems: 1, maxItems: 200, items: { type: 'string', maxLength: 4000 } },
    change: {
      ...closedSchema({
        owner: owner ?? {},
        domain: domain ?? {},
        addTags: tags ?? {},
        removeTags: tags ?? {},
      }),
      minProperties: 1,
    },
  }),
  required: ['urns', 'change'],
};

/** What stands after a change. */
export function changed(
  before: Stewardship,
  { owner = before.owner, domain = before.domain, tags = before.tags }: Partial<Stewardship>,
): Stewardship {
  return {
    owner,
    domain: domain === null ? null : labelOf(domain),
    tags: [...new Set(tags.map(labelOf))].sort(),
  };
}
