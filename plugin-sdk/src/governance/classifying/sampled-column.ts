import type { ColumnSchema } from '../asset.ts';
import type { TableSample } from '../sample.ts';
import { type ColumnSignatures, signColumn } from './column-signatures.ts';
import { type FilledValues, filledValues } from './filled-values.ts';
import { initialsOf, mayBegin, withoutBlanks } from './phrase-lookup.ts';
import { type NamePhrase, namePhrases, tokenizeName } from './tokens.ts';
import type { ColumnView } from './views.ts';

/**
 * A column of a sample as rules see it. Its values are read when somebody asks for them: of a big table each thread looks at its
 * own columns, and mostly at no more than the names of the others.
 */
export class SampledColumn implements ColumnView {
  readonly position: number;
  readonly tokens: readonly string[];
  readonly phrases: readonly NamePhrase[];
  readonly isPrimaryKey: boolean;
  readonly isForeignKey: boolean;
  readonly #declared: ColumnSchema;
  readonly #sample: TableSample;
  readonly #texts: ReadonlySet<string>;
  readonly #initials: number;
  #filled: FilledValues | undefined;
  #schema: ColumnSchema | undefined;
  #signatures: ColumnSignatures | undefined;

  constructor(
    sample: TableSample,
    declared: ColumnSchema,
    position: number,
    keys: Pick<ColumnView, 'isPrimaryKey' | 'isForeignKey'>,
  ) {
    this.position = position;
    this.tokens = tokenizeName(declared.name);
    this.phrases = namePhrases(this.tokens);
    this.isPrimaryKey = keys.isPrimaryKey;
    this.isForeignKey = keys.isForeignKey;
    this.#declared = declared;
    this.#sample = sample;
    this.#texts = new Set(this.phrases.map((phrase) => phrase.text));
    this.#initials = initialsOf(this.#texts);
  }

  get values(): readonly string[] {
    return this.#read().values;
  }

  get filledRows(): number {
    return this.#read().filledRows;
  }

  /** What was a whole number before a missing value made its column a decimal one is looked at as a whole number. */
  get schema(): ColumnSchema {
    const declared = this.#declared;
    if (declared.kind !== 'decimal') return declared;
    this.#schema ??= this.#read().wereDecimals ? { ...declared, kind: 'integer' } : declared;
    return this.#schema;
  }

  readonly signatures = (): ColumnSignatures => {
    this.#signatures ??= signColumn(this.values);
    return this.#signatures;
  };

  readonly named = (...wanted: readonly string[]): boolean =>
    wanted.some((phrase) => mayBegin(this.#initials, phrase) && this.#texts.has(withoutBlanks(phrase)));

  #read(): FilledValues {
    this.#filled ??= filledValues(this.#sample.columns[this.position]);
    return this.#filled;
  }
}
