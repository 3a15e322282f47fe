import type { TextSpan } from '@datawave/plugin-sdk';

/** A span before overlaps are settled. */
export interface FoundSpan extends TextSpan {
  /** Whether a checksum or the like stands behind it, which no surroundings outweigh. */
  readonly isChecked: boolean;
}

/** Types that give way to whatever stands within or across them: they are the wrapping. */
const WRAPPING: ReadonlySet<string> = new Set(['URL']);
/** From this much more on confidence beats length. */
const CLEARLY = 0.25;

/**
 * Settles overlaps: what is checked before what is not, the surer before the doubtful, the longer before what it holds.
 * Answers the spans in the order of the text, their offsets greater by `base`.
 */
export function resolveSpans(found: readonly FoundSpan[], minConfidence: number, base = 0): TextSpan[] {
  const candidates = found
    .filter((span) => span.confidence >= minConfidence)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const settled: TextSpan[] = [];
  let cluster: FoundSpan[] = [];
  let reach = -1;
  const flush = (): void => {
    if (cluster.length === 1) {
      const [only] = cluster;
      if (only !== undefined) settled.push(plain(only, base));
    } else if (cluster.length > 1) settled.push(...settle(cluster).map((span) => plain(span, base)));
    cluster = [];
  };
  for (const span of candidates) {
    if (span.start >= reach) flush();
    cluster.push(span);
    reach = Math.max(reach, span.end);
  }
  flush();
  return settled;
}

function settle(cluster: readonly FoundSpan[]): readonly FoundSpan[] {
  const taken: FoundSpan[] = [];
  for (const span of [...cluster].sort(compare))
    if (!taken.some((other) => span.start < other.end && span.end > other.start)) taken.push(span);
  return taken.sort((a, b) => a.start - b.start);
}

function compare(a: FoundSpan, b: FoundSpan): number {
  const wrapping = Number(WRAPPING.has(a.infoType)) - Number(WRAPPING.has(b.infoType));
  if (wrapping !== 0) {
    // Within a URL only what is nearly certain stands for itself.
    const inner = wrapping > 0 ? b : a;
    return inner.confidence >= 0.9 ? wrapping : -wrapping;
  }
  if (a.isChecked !== b.isChecked) return a.isChecked ? -1 : 1;
  if (Math.abs(a.confidence - b.confidence) > CLEARLY) return b.confidence - a.confidence;
  const length = b.end - b.start - (a.end - a.start);
  return length || b.confidence - a.confidence || (a.detector < b.detector ? -1 : 1);
}

const plain = (
  { infoType, start, end, confidence, evidence, detector }: FoundSpan,
  base: number,
): TextSpan => ({
  infoType,
  start: start + base,
  end: end + base,
  confidence: Math.round(confidence * 10_000) / 10_000,
  evidence: [...evidence].sort((x, y) => Math.abs(y.weight) - Math.abs(x.weight)),
  detector,
});
