import type { Block, InfoType, Rule, RuleDetail } from './api.ts';
import { emptyBlock } from './block-kinds.ts';

/** A rule while it is written: texts as they stand in the form. */
export interface RuleDraft {
  readonly key: string;
  /** Its author has chosen the key; until then it follows the title. */
  readonly hasOwnKey: boolean;
  readonly title: string;
  readonly description: string;
  /** Id of a known type; empty while the rule brings its own. */
  readonly infoType: string;
  readonly ownType: InfoType;
  readonly question: 'type' | 'contains';
  readonly match: Block;
  readonly share: number;
  readonly values: number;
  /** Null leaves it to the chance among ordinary values. */
  readonly confidence: number | null;
}

/** What stands in the form before anything was written. */
export const newDraft = (): RuleDraft => ({
  key: '',
  hasOwnKey: false,
  title: '',
  description: '',
  infoType: 'PERSON_ID',
  ownType: { id: '', title: '', category: 'user.unique_id', sensitivity: 'confidential', personal: true },
  question: 'type',
  match: emptyBlock('pattern'),
  share: 0.8,
  values: 1,
  confidence: null,
});

/** A rule that is kept, as the form shows it. */
export const draftOf = (rule: RuleDetail): RuleDraft => ({
  key: rule.key,
  hasOwnKey: true,
  title: rule.title,
  description: rule.description ?? '',
  infoType: typeof rule.infoType === 'string' ? rule.infoType : '',
  ownType: typeof rule.infoType === 'string' ? newDraft().ownType : rule.infoType,
  question: rule.question,
  match: rule.match,
  share: rule.threshold.share,
  values: rule.threshold.values,
  confidence: rule.confidence ?? null,
});

/** `Staff badge (2024)` → `staff-badge-2024`. */
export const keyFromTitle = (title: string): string =>
  title
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');

/** The rule as the server takes it, without what was left out. */
export function ruleOf(draft: RuleDraft): Omit<Rule, 'enabled'> {
  const { description, confidence } = draft;
  return {
    key: draft.hasOwnKey ? draft.key.trim() : keyFromTitle(draft.title),
    title: draft.title.trim(),
    ...(description.trim() === '' ? {} : { description: description.trim() }),
    infoType: draft.infoType === '' ? draft.ownType : draft.infoType,
    question: draft.question,
    match: draft.match,
    threshold: { values: draft.values, share: draft.share },
    ...(confidence === null ? {} : { confidence }),
  };
}

/** Whether enough is written that trying tells more than what is missing. */
export function isTryable({ match }: RuleDraft): boolean {
  return isWritten(match);
}

function isWritten(block: Block): boolean {
  switch (block.kind) {
    case 'pattern':
      return block.pattern !== '';
    case 'dictionary':
      return block.terms.length > 0;
    case 'name':
      return block.names.length > 0;
    case 'checksum':
      return true;
    case 'not':
      return isWritten(block.block);
    case 'values':
      return isWritten(block.where);
    default:
      return block.of.every(isWritten);
  }
}
