import type { SourceDependent } from '@datawave/plugin-sdk';
import type { SightOf } from './store/rule-sight.ts';
import type { RuleStore } from './store/rule-store.ts';

/** Titles that are told. */
const TOLD = 5;

/**
 * Says which rules name a source that is to be deleted, of those that the caller may see. They stay: a rule for other sources, too, is
 * still of use.
 */
export const rulesOfSource = (store: RuleStore, sight: SightOf): SourceDependent => ({
  async departure(scope, source) {
    const rules = await store.all(scope, await sight(scope));
    const titles = rules
      .filter(({ document }) => document.sources.includes(source.id))
      .map(({ document }) => `"${document.title}"`);
    if (titles.length === 0) return { goes: [], stays: [] };
    const told = `${titles.slice(0, TOLD).join(', ')}${titles.length > TOLD ? ` and ${titles.length - TOLD} more` : ''}`;
    return {
      goes: [],
      stays: [`Scan rules that name it: ${told}. Their schedules pass it over.`],
    };
  },
  async removed() {
    // Its id stays in the rules, as it does in their versions: what is due for it is recorded as skipped.
  },
});
