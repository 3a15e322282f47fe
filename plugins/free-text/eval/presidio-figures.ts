import type { TextDetectionService, TextSpan } from '@datawave/plugin-sdk';
import { INFO_TYPES } from '@datawave/plugin-sdk';
import { SPAN_INFO_TYPES } from '../src/span-info-types.ts';
import { type Part, type PresidioSentence, readPresidio } from '../training/presidio.ts';
import { addTo, type Counts, type Score, scoreOf } from './scores.ts';

/** Which of our info types answer a label of the Presidio sentences. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  PERSON: ['PERSON_NAME', 'FIRST_NAME', 'LAST_NAME'],
  STREET_ADDRESS: ['STREET_ADDRESS'],
  GPE: ['CITY', 'COUNTRY'],
  ORGANIZATION: ['ORGANIZATION_NAME'],
  CREDIT_CARD: ['CREDIT_CARD_NUMBER'],
  DATE_TIME: ['DATE', 'DATE_OF_BIRTH'],
  TITLE: ['PERSON_TITLE', 'OCCUPATION'],
  PHONE_NUMBER: ['PHONE_NUMBER'],
  AGE: ['AGE'],
  NRP: ['NATIONALITY', 'RELIGION', 'POLITICAL_OPINION', 'ETHNIC_GROUP'],
  EMAIL_ADDRESS: ['EMAIL_ADDRESS'],
  ZIP_CODE: ['POSTAL_CODE'],
  DOMAIN_NAME: ['URL'],
  IBAN_CODE: ['IBAN'],
  US_SSN: ['US_SSN'],
  IP_ADDRESS: ['IP_ADDRESS'],
  US_DRIVER_LICENSE: ['DRIVER_LICENSE_NUMBER'],
};
const EVERY_TYPE: readonly string[] = [...INFO_TYPES, ...SPAN_INFO_TYPES].map((type) => type.id);

interface Gold {
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

/** Figures of one part of the Presidio sentences. */
export interface PresidioFigures {
  readonly part: Part;
  readonly sentences: number;
  readonly templates: number;
  /** Spans of the right type whose intersection is more than half of their union. */
  readonly spans: Score;
  readonly perLabel: Readonly<Record<string, Score>>;
  /** The same without dates, of which only those of birth are personal. */
  readonly withoutDates: Score;
  /** Words of the right type. */
  readonly words: Score;
  /** Words that are personal at all, whatever the type: what Presidio's own evaluation calls PII F. */
  readonly anyType: Score;
  /** F2 of `spans` at the ends of its 95 % interval, by drawing templates again. */
  readonly interval: readonly [low: number, high: number];
  /** Expected calibration error over ten bins of confidence: how far it lies from the share that is right. */
  readonly calibrationError: number;
  /** Recall of spans whose value stands in no sentence of the training part. */
  readonly unseenRecall: number;
  readonly unseen: number;
}

/** Judges detection on one part of the sentences, over all their labels. */
export async function presidioFigures(
  detection: TextDetectionService,
  dataFolder: string,
  part: Part,
): Promise<PresidioFigures> {
  const sentences = readPresidio(dataFolder, part);
  const known = new Set(
    readPresidio(dataFolder, 'train').flatMap((sentence) =>
      sentence.spans.map((span) => writtenAs(sentence, span.start_position, span.end_position)),
    ),
  );
  const perLabel: Record<string, Counts> = {};
  const perTemplate = new Map<number, Counts>();
  const words: Counts = { right: 0, found: 0, wanted: 0 };
  const anyType: Counts = { right: 0, found: 0, wanted: 0 };
  const judged: { readonly confidence: number; readonly isRight: boolean }[] = [];
  let unseen = 0;
  let unseenFound = 0;
  for (const sentence of sentences) {
    const { spans } = await detection.detect(sentence.full_text, { infoTypes: EVERY_TYPE });
    const gold = joinedGold(sentence);
    const template = perTemplate.get(sentence.template_id) ?? { right: 0, found: 0, wanted: 0 };
    perTemplate.set(sentence.template_id, template);
    const taken = new Set<TextSpan>();
    for (const entry of gold) {
      const hit = spans.find(
        (span) => !taken.has(span) && answers(span, entry) && overlap(span, entry) > 0.5,
      );
      if (hit !== undefined) taken.add(hit);
      addTo(countsOf(perLabel, entry.label), hit === undefined ? 0 : 1, hit === undefined ? 0 : 1, 1);
      addTo(template, hit === undefined ? 0 : 1, hit === undefined ? 0 : 1, 1);
      if (!known.has(writtenAs(sentence, entry.start, entry.end))) {
        unseen++;
        if (hit !== undefined) unseenFound++;
      }
    }
    for (const span of spans) {
      if (taken.has(span)) continue;
      const label =
        Object.entries(ANSWERS).find(([, types]) => types.includes(span.infoType))?.[0] ?? 'other';
      addTo(countsOf(perLabel, label), 0, 1, 0);
      addTo(template, 0, 1, 0);
    }
    for (const span of spans) judged.push({ confidence: span.confidence, isRight: taken.has(span) });
    countWords(sentence.full_text, gold, spans, words, anyType);
  }
  const total = sum(Object.values(perLabel));
  return {
    part,
    sentences: sentences.length,
    templates: perTemplate.size,
    spans: scoreOf(total),
    perLabel: Object.fromEntries(Object.entries(perLabel).map(([label, counts]) => [label, scoreOf(counts)])),
    withoutDates: scoreOf(
      sum(Object.entries(perLabel).flatMap(([label, counts]) => (label === 'DATE_TIME' ? [] : [counts]))),
    ),
    words: scoreOf(words),
    anyType: scoreOf(anyType),
    interval: bootstrap([...perTemplate.values()]),
    calibrationError: calibrationError(judged),
    unseenRecall: unseenFound / Math.max(1, unseen),
    unseen,
  };
}

function countsOf(perLabel: Record<string, Counts>, label: string): Counts {
  const counts = perLabel[label] ?? { right: 0, found: 0, wanted: 0 };
  perLabel[label] = counts;
  return counts;
}

const writtenAs = (sentence: PresidioSentence, start: number, end: number): string =>
  sentence.full_text.slice(start, end).toLowerCase();
const answers = (span: TextSpan, gold: Gold): boolean =>
  ANSWERS[gold.label]?.includes(span.infoType) === true;

function overlap(span: TextSpan, gold: Gold): number {
  const both = Math.min(span.end, gold.end) - Math.max(span.start, gold.start);
  return both <= 0 ? 0 : both / (Math.max(span.end, gold.end) - Math.min(span.start, gold.start));
}

/** Neighbouring spans of one label with nothing but blanks, commas and marks of quotation between them are one. */
function joinedGold(sentence: PresidioSentence): readonly Gold[] {
  const joined: Gold[] = [];
  const sorted = [...sentence.spans].sort((a, b) => a.start_position - b.start_position);
  for (const { entity_type: label, start_position: start, end_position: end } of sorted) {
    const before = joined.at(-1);
    if (before?.label === label && /^[\s,>?]*$/.test(sentence.full_text.slice(before.end, start)))
      joined[joined.length - 1] = { ...before, end };
    else joined.push({ label, start, end });
  }
  return joined;
}

function countWords(
  text: string,
  gold: readonly Gold[],
  spans: readonly TextSpan[],
  words: Counts,
  anyType: Counts,
): void {
  for (const match of text.matchAll(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu)) {
    const start = match.index;
    const end = start + match[0].length;
    const wanted = gold.find((entry) => entry.start < end && entry.end > start);
    const found = spans.find((span) => span.start < end && span.end > start);
    const isRight = wanted !== undefined && found !== undefined;
    addTo(
      words,
      isRight && answers(found, wanted) ? 1 : 0,
      found === undefined ? 0 : 1,
      wanted === undefined ? 0 : 1,
    );
    addTo(anyType, isRight ? 1 : 0, found === undefined ? 0 : 1, wanted === undefined ? 0 : 1);
  }
}

const sum = (counts: readonly Counts[]): Counts => {
  const total: Counts = { right: 0, found: 0, wanted: 0 };
  for (const { right, found, wanted } of counts) addTo(total, right, found, wanted);
  return total;
};

const BINS = 10;

function calibrationError(
  judged: readonly { readonly confidence: number; readonly isRight: boolean }[],
): number {
  let error = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const inBin = judged.filter(
      ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin,
    );
    const claimed = inBin.reduce((total, { confidence }) => total + confidence, 0);
    error += Math.abs(claimed - inBin.filter(({ isRight }) => isRight).length);
  }
  return error / Math.max(1, judged.length);
}

const DRAWS = 1_000;

function bootstrap(templates: readonly Counts[]): readonly [number, number] {
  let state = 1;
  const below = (bound: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const scores = Array.from(
    { length: DRAWS },
    () =>
      scoreOf(
        sum(templates.map(() => templates[below(templates.length)] ?? { right: 0, found: 0, wanted: 0 })),
      ).f2,
  ).sort((a, b) => a - b);
  return [scores[Math.floor(DRAWS * 0.025)] ?? 0, scores[Math.floor(DRAWS * 0.975)] ?? 0];
}
