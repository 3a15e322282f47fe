/** What a number is for; columns are called after it without a word of the country: `national_id`, `tax_number`. */
export type NumberFamily = 'identity' | 'tax' | 'social' | 'health';

/** One written form of a number. */
export interface NumberForm {
  /** `#` a digit, `A` a letter, `*` either, anything else itself. */
  readonly pattern: string;
  /** Values of this form say nothing without the name: too much else is written like it, or no digit checks the others. */
  readonly needsName?: boolean;
  /** How many of other columns' values that pass are of this very form; derived from its separators and letters unless given. */
  readonly rarity?: number;
}

/** The number by which a country knows a person, as data. */
export interface NationalNumber {
  readonly infoType: string;
  readonly family: NumberFamily;
  /** What it is called in the country's languages and in English; mistaken for nothing else. */
  readonly names: readonly string[];
  /** Abbreviations that mean other things, too: they count less. */
  readonly abbreviations?: readonly string[];
  /**
   * Abbreviations in small letters, too, that mean something else in running text: they count there right before the number where it is
   * written in groups, or with a colon between them.
   */
  readonly labels?: readonly string[];
  /** Words beside the name that speak against it, beyond those that speak against all numbers of persons. */
  readonly unlike?: readonly string[];
  /** Ends the sentence `59 of 59 distinct values ...`. */
  readonly says: string;
  readonly forms: readonly (string | NumberForm)[];
  /** Whether the number can have been issued to a person. Gets its characters without separators, in capitals. */
  readonly check: (bare: string) => boolean;
  /**
   * Probability that random characters of its form pass: what check digits, dates and codes leave. Leading digits that
   * the register keeps to itself do not count, because other numbers share theirs, too. An upper bound: a test holds it against chance.
   */
  readonly passes: number;
  /** Where form and check digits are laid down. */
  readonly source: string;
}
