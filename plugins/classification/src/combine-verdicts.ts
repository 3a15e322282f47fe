import {
  type Classification,
  type ClassificationQuestion,
  type ColumnVerdict,
  type InfoTypeDefinition,
  isSensitive,
  type PartialVerdicts,
} from '@datawave/plugin-sdk';
import { roundShare } from './compete.ts';
import { explainContained, explainType, titleOf } from './explain.ts';
import { requestReview } from './request-review.ts';

/** What a part thinks of a type that it does not mention. */
const UNMENTIONED = 0.02;
/** Beyond it nothing can be known from a sample. */
const SUREST = 0.999;

interface Said {
  readonly weight: number;
  /** Distinct values that the part looked at. */
  readonly seen: number;
  readonly verdict: ColumnVerdict;
}

/** The verdicts of an asset's parts as those of the whole. A part that saw no value of a column has no say in it. */
export function combineVerdicts(
  parts: readonly PartialVerdicts[],
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
  required: (infoType: string) => number,
): readonly ColumnVerdict[] {
  const columns = Math.max(0, ...parts.map(({ verdicts }) => verdicts.length));
  return Array.from({ length: columns }, (_, position) => {
    const said = parts.flatMap(({ verdicts, distinctCounts }): readonly Said[] => {
      const verdict = verdicts[position];
      const weight = Math.log1p(distinctCounts[position] ?? 0);
      return verdict === undefined || weight === 0
        ? []
        : [{ weight, seen: distinctCounts[position] ?? 0, verdict }];
    });
    return combineColumn(said, infoTypes, required);
  });
}

function combineColumn(
  said: readonly Said[],
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
  required: (infoType: string) => number,
): ColumnVerdict {
  const total = said.reduce((sum, { weight }) => sum + weight, 0);
  const seen = said.reduce((sum, part) => sum + part.seen, 0);
  const asType = gather(said, 'type')
    .map((pieces) => {
      const mentioned = pieces.reduce((sum, { weight }) => sum + weight, 0);
      const logit =
        pieces.reduce((sum, { weight, entry }) => sum + weight * logOdds(entry.confidence), 0) +
        (total - mentioned) * logOdds(UNMENTIONED);
      return toWhole(pieces, 1 / (1 + Math.exp(-logit / total)), seen, infoTypes);
    })
    .sort((a, b) => b.confidence - a.confidence);
  const inside = gather(said, 'contains')
    .map((pieces) =>
      toWhole(pieces, Math.max(...pieces.map(({ entry }) => entry.confidence)), seen, infoTypes),
    )
    .filter(({ infoType }) => infoType !== asType[0]?.infoType)
    .sort((a, b) => b.confidence - a.confidence);
  const sensitive = (entries: readonly Classification[]): readonly number[] =>
    entries.filter(({ sensitivity }) => isSensitive(sensitivity)).map(({ confidence }) => confidence);
  const asSensitive = Math.min(
    1,
    sensitive(asType).reduce((sum, confidence) => sum + confidence, 0),
  );
  const nothingInside = sensitive(inside).reduce((product, confidence) => product * (1 - confidence), 1);
  return {
    classifications: [...asType, ...inside].filter(
      ({ infoType, confidence }) => confidence >= required(infoType),
    ),
    sensitiveProbability: roundShare(1 - (1 - asSensitive) * nothingInside),
    review: requestReview(asType, inside, infoTypes),
  };
}

interface Piece {
  readonly weight: number;
  readonly seen: number;
  readonly entry: Classification;
}

/** What the parts say of each type, by type. */
function gather(said: readonly Said[], question: ClassificationQuestion): readonly (readonly Piece[])[] {
  const byType = new Map<string, Piece[]>();
  for (const { weight, seen: looked, verdict } of said) {
    // What a part holds back for a person is worth as much as what it reports.
    const known = [...verdict.classifications, ...(verdict.review?.candidates ?? [])];
    const seen = new Set<string>();
    for (const entry of known) {
      if (entry.question !== question || seen.has(entry.infoType)) continue;
      seen.add(entry.infoType);
      byType.set(entry.infoType, [...(byType.get(entry.infoType) ?? []), { weight, seen: looked, entry }]);
    }
  }
  return [...byType.values()];
}

function toWhole(
  pieces: readonly Piece[],
  confidence: number,
  seen: number,
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
): Classification {
  const [first, ...others] = pieces.map(({ entry }) => entry);
  if (first === undefined) throw new RangeError('There is nothing to combine.');
  const strongest = others.reduce(
    (best, entry) => (entry.confidence > best.confidence ? entry : best),
    first,
  );
  const matched = pieces.reduce((sum, { entry }) => sum + entry.matched, 0);
  // What the parts looked at that found nothing of it counts as well.
  const bySayers = pieces.reduce((sum, piece) => sum + piece.seen, 0);
  const sampled = seen - bySayers + pieces.reduce((sum, { entry }) => sum + entry.sampled, 0);
  const explained = {
    title: titleOf(strongest.infoType, infoTypes),
    confidence: roundShare(confidence),
    evidence: strongest.evidence,
  };
  return {
    ...strongest,
    confidence: explained.confidence,
    matched,
    sampled,
    explanation:
      strongest.question === 'type'
        ? explainType(explained)
        : explainContained({ ...explained, matched, sampled }),
  };
}

function logOdds(confidence: number): number {
  const bounded = Math.min(SUREST, Math.max(1 - SUREST, confidence));
  return Math.log(bounded / (1 - bounded));
}
