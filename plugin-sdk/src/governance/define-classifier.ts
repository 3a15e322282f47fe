import type { Asset } from './asset.ts';
import type {
  Classifier,
  ClassifierInfo,
  Evidence,
  ExamineContext,
  InfoTypeEvidence,
  PortableClassifier,
} from './classifier.ts';
import { createMatchCounter, type MatchCounter, type MatchCounts } from './classifying/count-matches.ts';
import { type CompiledRule, type IndexedRules, indexRules } from './classifying/index-rules.ts';
import { clamp, matchLikelihood, strayLikelihood } from './classifying/likelihood.ts';
import type { InfoTypeRule, RuleEvidence, ValueRule } from './classifying/rules.ts';
import { sayMatches } from './classifying/say-matches.ts';
import { type ColumnView, type PersonalRole, type TableView, viewTable } from './classifying/views.ts';
import type { TableSample } from './sample.ts';

/** What {@link defineClassifier} takes. @public */
export interface ClassifierDefinition {
  readonly info: ClassifierInfo;
  readonly rules: readonly InfoTypeRule[];
  /** Where worker threads find the factory that makes the same classifier. */
  readonly portable?: PortableClassifier;
}

/**
 * Makes a classifier from rules. Rules are data with small functions; the classifier they make is stateless,
 * deterministic, and never puts a value into what it says.
 *
 * @example
 * ```ts
 * export const badges = defineClassifier({
 *   info: { id: 'badges', version: '1.0.0', title: 'Staff badges', description: '...', infoTypes: ['PERSON_ID'], sources: ['HR handbook'] },
 *   rules: [{
 *     infoType: 'PERSON_ID',
 *     kinds: ['text'],
 *     names: [{ phrases: ['badge', 'badge number'], weight: 4 }],
 *     values: [{ signal: 'pattern', says: 'have the form of a badge number', alphabet: 'upper digit', minLength: 7, maxLength: 7, matches: /^B[A-Z]\d{5}$/, chance: 0.001 }],
 *   }],
 * });
 * ```
 * @throws TypeError when a value rule names a character class that there is not, or an expression has the flags g or y
 * @public
 */
export function defineClassifier(definition: ClassifierDefinition): Classifier {
  const { info } = definition;
  const name = `${info.id}@${info.version}`;
  const valueRules = definition.rules.flatMap((rule) => rule.values ?? []);
  const countMatches = createMatchCounter(valueRules);
  // Reading thousands of phrases takes a while: it waits for the first column, not for the start.
  let rules: IndexedRules | undefined;
  return {
    info,
    ...(definition.portable === undefined ? {} : { portable: definition.portable }),
    async examine(sample: TableSample, context?: ExamineContext) {
      rules ??= indexRules(definition.rules);
      const asked = { rules, valueRules, countMatches, name };
      const table = context?.view?.() ?? viewTable(sample);
      const only = context?.columns;
      return table.columns.map((column) =>
        only === undefined || only.has(column.position) ? examineColumn(column, table, asked) : [],
      );
    },
  };
}

/** What columns are examined by. */
interface Examination {
  readonly rules: IndexedRules;
  readonly valueRules: readonly ValueRule[];
  readonly countMatches: MatchCounter;
  readonly name: string;
}

function examineColumn(
  column: ColumnView,
  table: TableView,
  { rules, valueRules, countMatches, name }: Examination,
): readonly InfoTypeEvidence[] {
  const sampled = column.values.length;
  if (sampled === 0) return [];
  const { entries, unconditional } = rules.ofKind(column.schema.kind);
  const named = matchNames(rules.namedBy, column, table);
  const counts = countMatches(column, activate(unconditional, named));
  const results: InfoTypeEvidence[] = [];
  for (const entry of entries) {
    const { rule, values, needsMatches, needsName, inspect } = entry;
    const byName = named.size === 0 ? null : (named.get(entry) ?? null);
    const isNamed = byName !== null && byName.weight > 0;
    if (needsName && !isNamed) continue;
    const isMatched = holdsMatch(counts, values);
    const inspected = inspect?.(column, table) ?? NOTHING;
    // Most rules have nothing to do with most columns: those are done with before anything is weighed.
    if (!isMatched && !isNamed && needsMatches && inspected.length === 0) continue;
    const isMistaken = rule.mistakenFor?.some((word) => column.tokens.includes(word)) === true;
    const stray = isMatched && !isMistaken ? findStray(entry, valueRules, counts, sampled) : null;
    if (stray !== null)
      results.push({
        infoType: rule.infoType,
        question: 'contains',
        evidence: toEvidence([stray], name),
        matched: stray.matched,
        sampled,
      });
    const result = judgeRule({ entry, byName, inspected, column, table, valueRules, counts });
    if (result !== null)
      results.push({
        infoType: rule.infoType,
        evidence: toEvidence(result.evidence, name),
        matched: result.matched,
        sampled,
      });
  }
  return results;
}

const NOTHING: readonly RuleEvidence[] = [];

function holdsMatch({ matches }: MatchCounts, positions: readonly number[]): boolean {
  for (const position of positions) if ((matches[position] ?? 0) > 0) return true;
  return false;
}

/** What the column's name says of each rule; of those that none of its phrases names it says nothing. */
function matchNames(
  namedBy: IndexedRules['namedBy'],
  column: ColumnView,
  table: TableView,
): ReadonlyMap<CompiledRule, RuleEvidence | null> {
  const named = new Map<CompiledRule, RuleEvidence | null>();
  for (const { text } of column.phrases)
    namedBy.get(text)?.forEach((entry) => {
      if (entry.kinds.has(column.schema.kind) && !named.has(entry))
        named.set(entry, entry.names.match(column, table));
    });
  return named;
}

/**
 * The value rules that are asked: those for which no name is needed, and those whose name the column has. Where that is none,
 * the same array is answered each time, by which the match counter knows what it has narrowed already.
 */
function activate(
  unconditional: Uint8Array,
  named: ReadonlyMap<CompiledRule, RuleEvidence | null>,
): Uint8Array {
  let active = unconditional;
  for (const [{ needsName, values }, byName] of named) {
    if (!needsName || byName === null || byName.weight <= 0) continue;
    if (active === unconditional) active = unconditional.slice();
    for (const position of values) active[position] = 1;
  }
  return active;
}

/** Evidence of the column itself from which on its surroundings count. */
const LEAST_OWN_EVIDENCE = 2;

/** What a rule is judged by. */
interface RuleFindings {
  readonly entry: CompiledRule;
  readonly byName: RuleEvidence | null;
  /** What the rule's own function found. */
  readonly inspected: readonly RuleEvidence[];
  readonly column: ColumnView;
  readonly table: TableView;
  readonly valueRules: readonly ValueRule[];
  readonly counts: MatchCounts;
}

function judgeRule({ entry, byName, inspected, column, table, valueRules, counts }: RuleFindings): {
  readonly evidence: readonly RuleEvidence[];
  readonly matched: number;
} | null {
  const { rule } = entry;
  const { matches, weights, asked } = counts;
  const sampled = column.values.length;
  let matched = 0;
  let strongest: ValueRule | null = null;
  let most = 0;
  let seen = sampled;
  let commonness = '';
  for (const position of entry.values) {
    const valueRule = valueRules[position];
    if (valueRule === undefined) continue;
    const count = matches[position] ?? 0;
    const meanWeight = count === 0 ? 0 : (weights[position] ?? 0) / count;
    const weight = clamp(
      matchLikelihood(count, asked(position), valueRule.present ?? 0.95, valueRule.chance, meanWeight),
      valueRule.weakest ?? -4,
      valueRule.strongest ?? 7,
    );
    if (strongest === null || weight > most) {
      strongest = valueRule;
      most = weight;
      matched = count;
      seen = asked(position);
      commonness = sayCommonness(count, meanWeight);
    }
  }
  const ofName = byName?.weight ?? 0;
  if (ofName <= 0 && most <= 0 && !inspected.some(({ weight }) => weight > 0)) return null;
  const evidence: RuleEvidence[] = [];
  if (byName !== null && ofName !== 0) evidence.push(byName);
  if (strongest !== null)
    evidence.push({
      signal: strongest.signal,
      weight: most,
      detail: `${sayMatches(matched, seen, strongest.says)}${commonness}`,
    });
  evidence.push(...inspected);
  const own = evidence.reduce((sum, piece) => sum + piece.weight, 0);
  if (entry.values.length === 0) matched = sampled;
  // Surroundings alone make nothing: the column itself must speak for the type first.
  if (own >= LEAST_OWN_EVIDENCE) evidence.push(...surroundings(rule, column, table));
  return { evidence, matched };
}

/** Log likelihood ratio from which on the values are worth a word beyond that they match: e to 1 in favour, or against. */
const TELLING = 1;

function sayCommonness(count: number, meanWeight: number): string {
  if (meanWeight >= TELLING) return count === 1 ? ', a common one' : ', common ones';
  if (meanWeight > -TELLING) return '';
  return `, which ${count === 1 ? 'is' : 'are'} more often something else`;
}

/** Matches that cannot well be chance, though most of the column is something else. */
function findStray(
  entry: CompiledRule,
  valueRules: readonly ValueRule[],
  { matches, failures }: MatchCounts,
  sampled: number,
): (RuleEvidence & { readonly matched: number }) | null {
  let best: (RuleEvidence & { readonly matched: number }) | null = null;
  for (const position of entry.values) {
    const rule = valueRules[position];
    const matched = matches[position] ?? 0;
    // Where most values match, the column is of the type or something that looks like it: the other question.
    if (rule?.stray === undefined || matched === 0 || matched * 2 > sampled) continue;
    // Where many values of that form fail the check, some of the others pass by accident.
    const byAccident = ((failures[position] ?? 0) / sampled) * (rule.checkChance ?? 0.1);
    const weight = Math.min(MOST_STRAY, strayLikelihood(matched, sampled, rule.stray + byAccident));
    if (best === null || weight > best.weight)
      best = {
        signal: rule.signal,
        weight,
        matched,
        detail: sayMatches(matched, sampled, rule.says),
      };
  }
  return best;
}

const MOST_STRAY = 10;

function surroundings(rule: InfoTypeRule, column: ColumnView, table: TableView): readonly RuleEvidence[] {
  const found: RuleEvidence[] = [];
  const bySubject = rule.subjects?.[table.subject] ?? 0;
  if (bySubject !== 0)
    found.push({
      signal: bySubject > 0 ? 'neighbour' : 'negative',
      weight: bySubject,
      detail: subjectSentence(table.asset, table.subject),
    });
  const roles = rule.neighbours === undefined ? [] : table.personalNeighbours(column);
  if (roles.length > 0) {
    const weight = (rule.neighbours ?? 0) * (1 + (roles.length > 1 ? 0.6 : 0) + (roles.length > 2 ? 0.4 : 0));
    found.push({
      signal: 'neighbour',
      weight,
      detail: neighboursSentence(roles.slice(0, 3)),
    });
  }
  return found;
}

/** What the roles are called in a sentence. */
const ROLES: Readonly<Record<PersonalRole, string>> = {
  name: 'names',
  email: 'e-mail addresses',
  phone: 'phone numbers',
  birth: 'dates of birth',
  address: 'addresses',
  gender: 'gender',
  demographic: 'what else describes people',
  government: 'numbers that authorities issue',
};

function neighboursSentence(roles: readonly PersonalRole[]): string {
  const named = roles.map((role) => ROLES[role]);
  const last = named.at(-1) ?? '';
  return `beside it stand columns for ${named.length < 2 ? last : `${named.slice(0, -1).join(', ')} and ${last}`}`;
}

const SUBJECTS: Readonly<Record<TableView['subject'], string>> = {
  person: 'people',
  organisation: 'organisations',
  thing: 'things, not people',
  unknown: 'something unknown',
};

const subjectSentence = (asset: Asset, subject: TableView['subject']): string =>
  `the table "${(asset.path.at(-1) ?? '').slice(0, 100)}" is about ${SUBJECTS[subject]}`;

const toEvidence = (pieces: readonly RuleEvidence[], classifier: string): readonly Evidence[] =>
  pieces
    .filter((piece) => piece.weight !== 0)
    .map((piece) => ({
      signal: piece.signal,
      classifier,
      weight: Math.round(piece.weight * 1000) / 1000,
      detail: piece.detail,
    }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
