import {
  checkValue,
  type FieldError,
  INFO_TYPES,
  type InfoTypeDefinition,
  nearestKey,
} from '@datawave/plugin-sdk';
import { checkBlock, type RuleCost } from './check-block.ts';
import type { Block, Rule } from './rule.ts';
import { INFO_TYPE_SCHEMA, RULE_SCHEMA } from './rule-schema.ts';
import { findUnstorable } from './unstorable.ts';

/** A rule as it was understood, or everything that is wrong with it. */
export type CheckedRule =
  | { readonly rule: Rule; readonly cost: RuleCost; readonly errors: readonly [] }
  | { readonly rule: null; readonly errors: readonly FieldError[] };

const PUBLISHED: ReadonlyMap<string, InfoTypeDefinition> = new Map(INFO_TYPES.map((type) => [type.id, type]));

/**
 * Checks a rule from outside: every fault at once, each with a pointer below `at`. What comes back holds nothing but
 * what the rule may hold, its defaults filled in.
 */
export function checkRule(document: unknown, at = ''): CheckedRule {
  const unstorable = findUnstorable(document, at);
  if (unstorable !== null) return { rule: null, errors: [unstorable] };
  const { value, errors: faults } = checkValue(RULE_SCHEMA, document);
  const errors: FieldError[] = faults.map(({ pointer, message }) => ({ pointer: at + pointer, message }));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { rule: null, errors };
  const draft: Readonly<Record<string, unknown>> = { ...value };
  const infoType = checkInfoType(draft['infoType'], `${at}/infoType`, errors);
  const { block, cost } = checkBlock(draft['match'], `${at}/match`, errors);
  if (errors.length > 0 || infoType === null || block === null) return { rule: null, errors };
  return { rule: toRule(draft, infoType, block), cost, errors: [] };
}

function checkInfoType(
  value: unknown,
  pointer: string,
  errors: FieldError[],
): string | InfoTypeDefinition | null {
  if (typeof value === 'string') {
    if (PUBLISHED.has(value)) return value;
    const meant = nearestKey(value, PUBLISHED.keys());
    errors.push({
      pointer,
      message: `"${value.slice(0, 60)}" is no published info type${meant === undefined ? '.' : `; did you mean "${meant}"?`} Give an object with id, title, category, sensitivity and personal to define one.`,
    });
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const checked = checkValue(INFO_TYPE_SCHEMA, value);
  for (const { pointer: below, message } of checked.errors)
    errors.push({ pointer: pointer + below, message });
  if (checked.errors.length > 0) return null;
  // The schema has just been held against it.
  const definition = checked.value as InfoTypeDefinition;
  if (PUBLISHED.has(definition.id)) {
    errors.push({
      pointer: `${pointer}/id`,
      message: `"${definition.id}" is published and cannot be defined anew; name it alone: "${definition.id}"`,
    });
    return null;
  }
  return definition;
}

/** Copies what the schema has let through, in the order in which it is exported. */
function toRule(
  draft: Readonly<Record<string, unknown>>,
  infoType: string | InfoTypeDefinition,
  match: Block,
): Rule {
  // The schema has just been held against it.
  const rule = draft as unknown as Rule & { readonly threshold?: Partial<Rule['threshold']> };
  return {
    key: rule.key,
    title: rule.title,
    ...(rule.description === undefined || rule.description === '' ? {} : { description: rule.description }),
    infoType,
    question: rule.question,
    ...(rule.kinds === undefined ? {} : { kinds: [...new Set(rule.kinds)] }),
    match,
    threshold: {
      values: rule.threshold?.values ?? 1,
      share: rule.threshold?.share ?? (rule.question === 'contains' ? 0 : 0.8),
    },
    ...(rule.confidence === undefined ? {} : { confidence: rule.confidence }),
    enabled: rule.enabled,
  };
}
