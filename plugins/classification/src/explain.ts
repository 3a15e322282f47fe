import { type Evidence, INFO_TYPES, type InfoTypeDefinition } from '@datawave/plugin-sdk';

/** What an explanation is made of. */
export interface Explained {
  /** As {@link titleInSentence} writes it. */
  readonly title: string;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

/** Pieces for and against that a sentence has room for; all of them stand beside it. */
const MOST_FOR = 3;
const MOST_AGAINST = 2;

/** Weights below it change nothing that a person would notice (e^0.3 is 1.35 to 1). */
const NOTICEABLE = 0.3;

/** A verdict as one sentence: how sure, of what, what speaks for it and what against. */
export function explainType(verdict: Explained): string {
  return `${capitalise(certainty(verdict.confidence))} ${withArticle(verdict.title)} (${percent(verdict.confidence)})${reasons(verdict.evidence, verdict.confidence)}.`;
}

/** A finding inside a column as one sentence. */
export function explainContained(
  verdict: Explained & { readonly matched: number; readonly sampled: number },
): string {
  const { matched, sampled } = verdict;
  const count = sampled === 1 ? 'the only distinct value' : `${matched} of ${sampled} distinct values`;
  const [holds, they] = matched === 1 ? ['holds', 'it'] : ['hold', 'they'];
  // Counted once is enough; the longest texts may have been left out of one count.
  const counted = new RegExp(`^(?:${count}|${matched} of \\d+ distinct texts)(?= )`);
  const evidence = verdict.evidence.map((piece) => ({
    ...piece,
    detail: piece.detail.replace(counted, they),
  }));
  return `${capitalise(count)} ${certainty(verdict.confidence)} ${holds} ${withArticle(verdict.title)} (${percent(verdict.confidence)})${reasons(evidence, verdict.confidence)}.`;
}

/** Probability in words, after the scale of verbal probabilities of ISO 31000 risk practice: five steps, none of them certain. */
export function certainty(confidence: number): string {
  if (confidence >= 0.97) return 'almost certainly';
  if (confidence >= 0.8) return 'very probably';
  if (confidence >= 0.5) return 'probably';
  return isHardly(confidence) ? 'hardly' : 'possibly';
}

const isHardly = (confidence: number): boolean => confidence < 0.2;

function reasons(evidence: readonly Evidence[], confidence: number): string {
  const said = new Set<string>();
  const strong = evidence
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    // Two classifiers may see the same.
    .filter(({ detail }) => !said.has(detail) && said.add(detail));
  const speaking = strong.filter(({ weight }) => weight >= NOTICEABLE).slice(0, MOST_FOR);
  const contrary = strong.filter(({ weight }) => weight <= -NOTICEABLE).slice(0, MOST_AGAINST);
  // What is hardly so is not so because of what speaks against it.
  const [why, despite] = isHardly(confidence) ? [contrary, speaking] : [speaking, contrary];
  const parts: string[] = [];
  if (why.length > 0) parts.push(`because ${join(why)}`);
  if (despite.length > 0) parts.push(`although ${join(despite)}`);
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}

/** A list within a sentence; where a piece has a comma of its own, semicolons part them. */
function join(pieces: readonly Evidence[]): string {
  const details = pieces.map(({ detail }) => detail.replace(/\.$/, ''));
  const last = details.at(-1) ?? '';
  if (details.length < 2) return last;
  return details.some((detail) => detail.includes(','))
    ? `${details.slice(0, -1).join('; ')}; and ${last}`
    : `${details.slice(0, -1).join(', ')} and ${last}`;
}

// Never 100 %: a sample cannot show that.
const percent = (confidence: number): string => `${Math.min(99, Math.round(confidence * 100))}\u00a0%`;

export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `an e-mail address`, `a URL`, `coordinates`. */
export function withArticle(title: string): string {
  // Coordinates are many; an address, a status and a diagnosis are one.
  if (/[^siu]s$/.test(title)) return title;
  // Letters whose names start with a vowel, for acronyms read letter by letter; MAC and SWIFT are read as words.
  const startsWithVowel = isAcronym(title)
    ? /^(?!(?:MAC|SWIFT)\b)[AEFHILMNORSX]/.test(title)
    : /^[aeio]/i.test(title);
  return `${startsWithVowel ? 'an' : 'a'} ${title}`;
}

const isAcronym = (title: string): boolean => /^[A-Z]{2,}/.test(title);

const PUBLISHED: ReadonlySet<string> = new Set(INFO_TYPES.map(({ id }) => id));

/** A title within a sentence. Those of national numbers begin with the name of a country, those of other people may. */
export function titleInSentence({ id, title }: Pick<InfoTypeDefinition, 'id' | 'title'>): string {
  const isName = isAcronym(title) || !PUBLISHED.has(id) || /^[A-Z]{2}_/.test(id);
  return isName ? title : title.charAt(0).toLowerCase() + title.slice(1);
}

/** The title of a type within a sentence; its id where nothing defines it any more. */
export const titleOf = (infoType: string, infoTypes: ReadonlyMap<string, InfoTypeDefinition>): string =>
  titleInSentence(infoTypes.get(infoType) ?? { id: infoType, title: infoType });
