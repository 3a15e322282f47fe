/** What was right, what was found, what was there to find. */
export interface Counts {
  right: number;
  found: number;
  wanted: number;
}

/** Precision, recall and F2, which weighs recall four times precision. */
export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f2: number;
  readonly wanted: number;
}

export function addTo(counts: Counts, right: number, found: number, wanted: number): void {
  counts.right += right;
  counts.found += found;
  counts.wanted += wanted;
}

export function scoreOf({ right, found, wanted }: Counts): Score {
  const precision = found === 0 ? 1 : right / found;
  const recall = wanted === 0 ? 1 : right / wanted;
  const f2 = right === 0 ? 0 : (5 * precision * recall) / (4 * precision + recall);
  return { precision, recall, f2, wanted };
}
