import { type ColumnProfile, type ColumnSample, type Distribution, valueShape } from '@datawave/plugin-sdk';
import { maskValue } from './mask-value.ts';

/** Distinct values that shapes and entropy are taken from; more tell nothing new. */
const MOST_PROFILED = 2_000;
const MOST_SHAPES = 10;
const MOST_EXAMPLES = 3;
/** Values among which different examples are looked for. */
const MOST_MASKED = 200;
/** Characters of a value that its shape and the entropy look at. */
const LONGEST_PROFILED = 128;

/** What a column looks like. `withExamples` is false where even a masked value would tell too much. */
export function profileColumn(
  sample: ColumnSample,
  withExamples: boolean,
  distribution: Distribution | null = null,
): ColumnProfile {
  const shapes = new Map<string, number>();
  const characters = new CharacterCounts();
  let weight = 0;
  const profiled = Math.min(sample.values.length, MOST_PROFILED);
  for (let index = 0; index < profiled; index++) {
    const whole = sample.values[index] ?? '';
    const value = whole.length > LONGEST_PROFILED ? whole.slice(0, LONGEST_PROFILED) : whole;
    const count = sample.counts[index] ?? 1;
    const shape = valueShape(value);
    shapes.set(shape, (shapes.get(shape) ?? 0) + count);
    weight += count;
    characters.add(value);
  }
  return {
    nullCount: sample.nullCount,
    distinctCount: sample.distinctCount,
    length: lengths(sample),
    shapes: [...shapes]
      .sort(([shapeA, a], [shapeB, b]) => b - a || (shapeA < shapeB ? -1 : 1))
      .slice(0, MOST_SHAPES)
      .map(([shape, count]) => ({ shape, share: round(count / weight) })),
    entropy: round(characters.entropy()),
    maskedExamples: withExamples ? examples(sample) : [],
    distribution,
  };
}

function lengths(sample: ColumnSample): ColumnProfile['length'] {
  if (sample.values.length === 0) return null;
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  let sum = 0;
  let rows = 0;
  for (let index = 0; index < sample.values.length; index++) {
    const length = sample.values[index]?.length ?? 0;
    const count = sample.counts[index] ?? 1;
    if (length < min) min = length;
    if (length > max) max = length;
    sum += length * count;
    rows += count;
  }
  return { min, max, mean: round(sum / Math.max(1, rows)) };
}

/** How often each character occurs: those of ASCII, which nearly all are, without a map. */
class CharacterCounts {
  readonly #ascii = new Uint32Array(128);
  readonly #others = new Map<number, number>();
  #total = 0;

  add(value: string): void {
    const ascii = this.#ascii;
    let beyond = 0;
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code < 128) ascii[code] = (ascii[code] ?? 0) + 1;
      else if (this.#addBeyond(value.codePointAt(index) ?? code)) {
        // Of two code units.
        index++;
        beyond++;
      }
    }
    this.#total += value.length - beyond;
  }

  #addBeyond(code: number): boolean {
    this.#others.set(code, (this.#others.get(code) ?? 0) + 1);
    return code > 0xffff;
  }

  /** Bits a character. */
  entropy(): number {
    let bits = 0;
    const add = (count: number): void => {
      if (count > 0) bits -= (count / this.#total) * Math.log2(count / this.#total);
    };
    this.#ascii.forEach(add);
    this.#others.forEach(add);
    return bits;
  }
}

function examples(sample: ColumnSample): readonly string[] {
  const masked = new Set<string>();
  // Values that all look alike have one example, however many there are.
  for (const value of sample.values.slice(0, MOST_MASKED)) {
    if (masked.size >= MOST_EXAMPLES) break;
    if (value.trim() !== '') masked.add(maskValue(value));
  }
  return [...masked];
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
