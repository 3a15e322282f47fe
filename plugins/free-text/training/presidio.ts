import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NameKind } from '../src/names/labels.ts';
import { joinNeighbours, type LabelledSpan, type LabelledText } from './fill.ts';

/** One sentence of the Presidio file. */
export interface PresidioSentence {
  readonly full_text: string;
  readonly masked: string;
  readonly template_id: number;
  readonly spans: readonly {
    readonly entity_type: string;
    readonly start_position: number;
    readonly end_position: number;
  }[];
}

/** What a template's sentences are for. */
export type Part = 'train' | 'dev' | 'test';

/** Splits by template, never by sentence: 60, 15 and 25 of a hundred, by the hash of seed and template. */
export function partOf(template: number): Part {
  const digest = createHash('sha256').update(`datawave-1:${template}`).digest('hex');
  const place = Number.parseInt(digest.slice(0, 8), 16) % 100;
  return place < 60 ? 'train' : place < 75 ? 'dev' : 'test';
}

/** The sentences of one part; offsets are turned from code points into UTF-16 code units. */
export function readPresidio(data: string, part: Part): readonly PresidioSentence[] {
  const sentences = JSON.parse(
    readFileSync(join(data, 'presidio', 'synth_dataset_v2.json'), 'utf8'),
  ) as readonly PresidioSentence[];
  return sentences.filter((sentence) => partOf(sentence.template_id) === part).map(inCodeUnits);
}

function inCodeUnits(sentence: PresidioSentence): PresidioSentence {
  const points = [...sentence.full_text];
  if (points.length === sentence.full_text.length) return sentence;
  const offset = (point: number): number => points.slice(0, point).join('').length;
  return {
    ...sentence,
    spans: sentence.spans.map((span) => ({
      ...span,
      start_position: offset(span.start_position),
      end_position: offset(span.end_position),
    })),
  };
}

const KINDS: Readonly<Record<string, NameKind>> = {
  PERSON: 'person',
  STREET_ADDRESS: 'address',
  GPE: 'city',
  ORGANIZATION: 'organisation',
  NRP: 'nationality',
  TITLE: 'title',
  AGE: 'age',
  DATE_TIME: 'date',
  ZIP_CODE: 'postcode',
  PHONE_NUMBER: 'phone',
  CREDIT_CARD: 'card',
  US_DRIVER_LICENSE: 'licence',
};

/** A sentence with the model's kinds; what the file calls GPE is a country where the list of countries has it. */
export function labelSentence(
  sentence: PresidioSentence,
  isCountry: (name: string) => boolean,
): LabelledText {
  const spans = sentence.spans.flatMap((span): LabelledSpan[] => {
    const kind = KINDS[span.entity_type];
    if (kind === undefined) return [];
    const value = sentence.full_text.slice(span.start_position, span.end_position);
    return [
      {
        kind: kind === 'city' && isCountry(value) ? 'country' : kind,
        start: span.start_position,
        end: span.end_position,
      },
    ];
  });
  return { text: sentence.full_text, spans: joinNeighbours(sentence.full_text, spans) };
}

const SLOTS: Readonly<Record<string, string>> = {
  PERSON: 'person',
  STREET_ADDRESS: 'address',
  GPE: 'city',
  ORGANIZATION: 'org',
  NRP: 'nrp',
  TITLE: 'title',
  AGE: 'age',
  DATE_TIME: 'date',
  ZIP_CODE: 'zip',
  PHONE_NUMBER: 'phone',
  CREDIT_CARD: 'card',
  US_DRIVER_LICENSE: 'license',
  EMAIL_ADDRESS: 'email',
  DOMAIN_NAME: 'url',
  IBAN_CODE: 'iban',
  US_SSN: 'ssn',
  IP_ADDRESS: 'ip',
};

/** The sentence's template in the notation of ours, so that it can be filled with other values. */
export const asTemplate = (sentence: PresidioSentence): string =>
  sentence.masked
    .replace(/\{(?!\{)|\}(?!\})/g, (brace) => brace)
    .replace(/\{\{([A-Z_]+)\}\}/g, (_, type: string) => `{${SLOTS[type] ?? 'number'}}`);
