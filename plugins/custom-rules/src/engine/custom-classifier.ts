import {
  type Classifier,
  type ExamineContext,
  type InfoTypeEvidence,
  sayMatches,
  type TableSample,
  viewTable,
} from '@datawave/plugin-sdk';
import { infoTypeId } from '../rules/rule.ts';
import { LIMITS } from '../rules/rule-limits.ts';
import { examineColumn, type RuleHits } from './examine-column.ts';
import { Pacer } from './pacer.ts';
import type { RuleSet } from './rule-set.ts';
import { weightOf } from './rule-weight.ts';

/** Where the rules of a workspace come from; null outside any. */
export type RuleLookup = (workspaceId: string | null) => Promise<RuleSet | null>;

/**
 * The one classifier that speaks for all rules, each under its own name and version: `custom/KEY@VERSION`.
 * @param onCut - told of a column whose values were not all looked at because the time of its table was up
 * @param fingerprint - tells the enabled rules of a workspace from any others; null when it has none
 */
export function createCustomClassifier(
  lookup: RuleLookup,
  version: string,
  onCut: (what: { readonly asset: string; readonly column: string }) => void = () => undefined,
  fingerprint: (workspaceId: string | null) => Promise<string | null> = async () => null,
): Classifier {
  return {
    info: {
      id: 'custom',
      version,
      title: 'Custom rules',
      description: 'Recognises what the rules of the workspace describe.',
      infoTypes: [],
      sources: ['The rules of the workspace, under “Rules”.'],
    },
    async version({ workspaceId }) {
      const rules = await fingerprint(workspaceId);
      return rules === null ? version : `${version}+${rules}`;
    },
    async examine(sample: TableSample, { workspaceId, view }: ExamineContext) {
      const set = await lookup(workspaceId);
      if (set === null || set.rules.length === 0) return sample.asset.columns.map(() => []);
      const table = view?.() ?? viewTable(sample);
      const tableName = sample.asset.path.at(-1) ?? '';
      const pacer = new Pacer();
      const deadline = performance.now() + LIMITS.tableMs;
      const answer: (readonly InfoTypeEvidence[])[] = [];
      for (const { schema, values } of table.columns) {
        const hits = await examineColumn(
          set,
          { name: schema.name, table: tableName, kind: schema.kind, values },
          { pacer, deadline },
        );
        const looked = Math.min(values.length, LIMITS.values);
        if (hits.some(({ examined }) => examined < looked))
          onCut({ asset: sample.asset.path.join('.'), column: schema.name });
        answer.push(hits.filter(({ applies }) => applies).map((hit) => toEvidence(hit, values.length)));
      }
      return answer;
    },
    async definitions({ workspaceId }) {
      return (await lookup(workspaceId))?.definitions ?? [];
    },
  };
}

function toEvidence(hits: RuleHits, present: number): InfoTypeEvidence {
  const { active, matched, examined } = hits;
  const { rule, version, chance } = active;
  return {
    infoType: infoTypeId(rule),
    question: rule.question,
    matched,
    sampled: examined,
    evidence: [
      {
        signal: 'rule',
        classifier: `custom/${rule.key}@${version}`,
        weight: weightOf(rule, chance, matched, examined),
        detail: sentence(hits, present),
      },
    ],
  };
}

function sentence({ active: { rule, chance }, matched, examined }: RuleHits, present: number): string {
  const counted = `${sayMatches(matched, examined, 'fit the rule')} “${rule.title}”`;
  const trust =
    rule.confidence === undefined
      ? `, as ${perThousand(chance.value)} of 1,000 ordinary values would`
      : `, which its author trusts at ${Number((rule.confidence * 100).toPrecision(3))}\u00a0%`;
  const rest = examined < present ? ` (${present - examined} further values were left out)` : '';
  return counted + trust + rest;
}

const perThousand = (chance: number): string => {
  const count = chance * 1000;
  return count >= 10 ? String(Math.round(count)) : count >= 1 ? count.toFixed(1) : 'fewer than 1';
};
