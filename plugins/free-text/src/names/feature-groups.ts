import { mixHash } from './hash.ts';

/** Features that always come together, with what a model gave for them. */
export interface FeatureGroup {
  readonly features: Uint32Array;
  /** What the model gives for them: labels in turn with weights. Null until it was asked. */
  weighed: Int32Array | null;
}

/** Groups by the six numbers that they follow from. */
export interface FeatureGroups {
  /** Puts the numbers of a token down, to be looked up next. */
  readonly wanted: Uint32Array;
  /** The group of the numbers wanted, or null when it was not met lately. */
  find(): FeatureGroup | null;
  /** Keeps the features of the numbers wanted. */
  keep(features: Uint32Array): FeatureGroup;
}

const NUMBERS = 6;
/** Groups kept at hand; one that falls on the place of another takes it. */
const PLACES = 4_096;

/** Groups that were met lately. All of the numbers are compared, so that none is taken for another. */
export function keepGroups(): FeatureGroups {
  const wanted = new Uint32Array(NUMBERS);
  const numbers = new Uint32Array(PLACES * NUMBERS);
  const groups: (FeatureGroup | null)[] = Array.from({ length: PLACES }, () => null);
  let place = 0;
  return {
    wanted,
    find() {
      let hash = 0;
      for (let index = 0; index < NUMBERS; index++) hash = mixHash(hash, wanted[index] ?? 0);
      place = hash & (PLACES - 1);
      const at = place * NUMBERS;
      for (let index = 0; index < NUMBERS; index++) if (numbers[at + index] !== wanted[index]) return null;
      return groups[place] ?? null;
    },
    keep(features) {
      const group: FeatureGroup = { features, weighed: null };
      numbers.set(wanted, place * NUMBERS);
      groups[place] = group;
      return group;
    },
  };
}
