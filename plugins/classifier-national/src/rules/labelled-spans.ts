import type { SpanRule } from '@datawave/plugin-sdk';

/** Words between the label and the number: `SIN card no. 046 454 286`, `NAS est le 046 454 286`. */
const BETWEEN = String.raw`(?:(?:[Nn][ro]?|N[RO]|[Nn]um|NUM|[Nn]umber|NUMBER|[Nn][uú]mero|[Nn]uméro|card|carte|is|es|est|le|ist)[^\p{L}\d]{1,4}){0,3}`;
/** What stands before the number; a hyphen would make label and number one code. */
const MARKS = String.raw`[\s.,:=#(°º№]{1,5}`;
/** Code units that label, words and marks take before the number. */
const REACH = 40;

/** What all rules of a number share. */
type Common = Pick<SpanRule, 'infoType' | 'says' | 'signal'> & Required<Pick<SpanRule, 'validate'>>;

/** Names before a number, and how the number is written. */
export interface Labelled {
  readonly id: string;
  readonly labels: readonly string[];
  /** The number as an expression without bounds. */
  readonly expression: string;
  readonly probability: number;
}

const boundValue = (expression: string): string => String.raw`(?<value>${expression})(?![\p{L}\d]|[-./]\d)`;

/**
 * A number right behind an abbreviation that means something else where it merely stands near: `SIN 046 454 286`, but not what a
 * Spanish sentence is without. Letter case counts; dots between capitals are left out or written.
 */
export function besideAbbreviation(
  common: Common & Pick<SpanRule, 'trigger'>,
  { id, labels, expression, probability }: Labelled,
): SpanRule {
  return {
    ...common,
    ...{ id, probability },
    trigger: { ...common.trigger, reach: REACH },
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d])(?:${labels.map(dotted).join('|')})${MARKS}${BETWEEN}${boundValue(expression)}`,
      'u',
    ),
    // Where the word does not stand, the pattern is not tried.
    needsContext: true,
    context: {
      raise: [...new Set(labels.flatMap((label) => [label, lettersOf(label).join(' ')]))],
      raised: probability,
    },
  };
}

/** A number behind an abbreviation and a colon or an equals sign, the letter case of the abbreviation as given. */
export const behindAbbreviation = (
  common: Common,
  { id, labels, expression, probability }: Labelled,
): SpanRule => ({
  ...common,
  ...{ id, probability },
  trigger: { labels: distinct(labels) },
  pattern: new RegExp(
    String.raw`^(?:${labels.map(dotted).join('|')})\s{0,2}[:=]\s{0,4}${boundValue(expression)}`,
    'u',
  ),
});

/** A number behind its name and a colon or an equals sign: `bsn=111222333`, `"tax_file_number":"123 456 782"`. */
export const behindName = (common: Common, { id, labels, expression, probability }: Labelled): SpanRule => ({
  ...common,
  ...{ id, probability },
  trigger: { labels: distinct(labels.map((label) => label.replace(/[^\p{L}\d]+/gu, '_'))) },
  pattern: new RegExp(String.raw`^[^:=]{1,64}[:=]\s{0,4}["'#]?${boundValue(expression)}`, 'u'),
});

const distinct = (labels: readonly string[]): readonly string[] => [
  ...new Set(labels.map((label) => label.toLowerCase())),
];

/** `SIN` as `SIN` or `S.I.N.` */
const dotted = (label: string): string =>
  label === label.toUpperCase() ? `${lettersOf(label).join(String.raw`\.?`)}\\.?` : label;

const lettersOf = (label: string): readonly string[] => label.match(/\p{L}/gu) ?? [];
