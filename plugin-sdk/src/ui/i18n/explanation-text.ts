import type { Classification } from '../../governance/classification.ts';
import type { Evidence } from '../../governance/classifier.ts';
import { language } from './language.ts';
import { formatNumber } from './numbers.ts';
import { saidText } from './said-text.ts';
import { t } from './translate.ts';

/** What an explanation is made of. @public */
export type ExplainedVerdict = Pick<
  Classification,
  'explanation' | 'evidence' | 'question' | 'confidence' | 'matched' | 'sampled'
>;

/** As the engine has it: as many reasons as there is room for, and none that nobody would notice. */
const MOST_FOR = 3;
const MOST_AGAINST = 2;
const NOTICEABLE = 0.3;

const CORRECTED = / corrected it .*on \d{4}-\d\d-\d\d\.$/s;
const ACCEPTED = /^(.+? accepted it on \d{4}-\d\d-\d\d\.) (.+)$/s;

/**
 * Why a verdict stands, in a sentence of the chosen language. The engine wrote one in English; in other languages it is made anew
 * of the same evidence.
 * @param title - of the info type, in the chosen language
 * @public
 */
export function explanationText(verdict: ExplainedVerdict, title: string): string {
  const { explanation, evidence } = verdict;
  if (language() === 'en' || explanation === '') return explanation;
  const [, accepted, rest] = ACCEPTED.exec(explanation) ?? [];
  if (accepted !== undefined && rest !== undefined)
    return `${saidText(accepted)} ${explanationText({ ...verdict, explanation: rest, confidence: shareIn(rest) ?? verdict.confidence }, title)}`;
  return CORRECTED.test(explanation) || evidence.length === 0
    ? saidText(explanation)
    : composed(verdict, title);
}

/** What the engine was sure by, where a person has said since that it is so. */
function shareIn(explanation: string): number | null {
  const share = /\((\d{1,2})\u00a0%\)/.exec(explanation)?.[1];
  return share === undefined ? null : Number(share) / 100;
}

function composed(
  { evidence, question, confidence, matched, sampled }: ExplainedVerdict,
  title: string,
): string {
  const values = {
    // Never 100 %: a sample cannot show that.
    ...{ how: certainty(confidence), what: title, share: Math.min(99, Math.round(confidence * 100)) },
    ...{ matched: formatNumber(matched), sampled: formatNumber(sampled) },
  };
  const strong = evidence.toSorted((one, other) => Math.abs(other.weight) - Math.abs(one.weight));
  const reasonsFor = reasons(
    strong.filter(({ weight }) => weight >= NOTICEABLE),
    MOST_FOR,
  );
  const against = reasons(
    strong.filter(({ weight }) => weight <= -NOTICEABLE),
    MOST_AGAINST,
  );
  return [
    question === 'contains'
      ? t('In {matched} of {sampled} distinct values, {how}: {what} ({share} %).', values)
      : t('{how}: {what} ({share} %).', values),
    ...(reasonsFor === '' ? [] : [t('This speaks for it: {reasons}.', { reasons: reasonsFor })]),
    ...(against === '' ? [] : [t('This speaks against it: {reasons}.', { reasons: against })]),
  ].join(' ');
}

const reasons = (evidence: readonly Evidence[], most: number): string =>
  [...new Set(evidence.map(({ detail }) => saidText(detail).replace(/\.$/, '')))].slice(0, most).join('; ');

function certainty(confidence: number): string {
  if (confidence >= 0.97) return t('Almost certainly');
  if (confidence >= 0.8) return t('Very probably');
  if (confidence >= 0.5) return t('Probably');
  return confidence < 0.2 ? t('Hardly') : t('Possibly');
}
