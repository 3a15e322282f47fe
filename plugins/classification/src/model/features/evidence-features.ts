import type { EvidenceSignal, InfoTypeDefinition } from '@datawave/plugin-sdk';
import { isOfWorkspace, type Proposal } from '../../weigh-column.ts';
import { FAMILIES, type Family, familyOf } from '../families.ts';

/** Kinds of signals that are summed apart. */
const SIGNALS = [
  ['name', ['name', 'comment']],
  ['pattern', ['pattern']],
  ['checksum', ['checksum']],
  ['dictionary', ['dictionary']],
  ['shape', ['shape', 'text', 'model']],
  ['neighbour', ['neighbour']],
  ['key', ['key', 'data-type']],
  ['negative', ['negative']],
] as const satisfies readonly (readonly [string, readonly EvidenceSignal[]])[];

const PLACE_OF: ReadonlyMap<EvidenceSignal, number> = new Map(
  SIGNALS.flatMap(([, signals], place) => signals.map((signal) => [signal, place] as const)),
);
const VALUE_SIGNALS: ReadonlySet<EvidenceSignal> = new Set(['pattern', 'checksum', 'dictionary', 'shape']);
const NAME = SIGNALS.findIndex(([name]) => name === 'name');
const CHECKSUM = SIGNALS.findIndex(([name]) => name === 'checksum');

/** What the classifiers say for one type, in numbers. */
export interface ProposalFacts {
  readonly infoType: string;
  readonly family: Family;
  /** Its place in {@link FAMILIES}. */
  readonly familyPlace: number;
  readonly isPersonal: boolean;
  /** Whether more than the workspace's own rules and decisions propose it. */
  readonly isTrained: boolean;
  readonly bySignal: readonly number[];
  readonly total: number;
  readonly name: number;
  readonly checksum: number;
  readonly values: number;
  readonly matchedShare: number;
  readonly pieces: number;
  readonly strongest: number;
  readonly weakest: number;
}

/** Sums the evidence of a proposal, but for what a workspace adds: the model was trained without, and it is added to its answer. */
export function readProposal(
  proposal: Proposal,
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
): ProposalFacts {
  const bySignal = SIGNALS.map(() => 0);
  const sums = { total: 0, values: 0, pieces: 0, strongest: 0, weakest: 0 };
  for (const piece of proposal.evidence) {
    if (isOfWorkspace(piece)) continue;
    const { signal, weight } = piece;
    const place = PLACE_OF.get(signal);
    if (place !== undefined) bySignal[place] = (bySignal[place] ?? 0) + weight;
    sums.total += weight;
    if (VALUE_SIGNALS.has(signal)) sums.values += weight;
    sums.pieces++;
    sums.strongest = Math.max(sums.strongest, weight);
    sums.weakest = Math.min(sums.weakest, weight);
  }
  const definition = infoTypes.get(proposal.infoType);
  const family = familyOf(proposal.infoType, definition?.category ?? '');
  return {
    infoType: proposal.infoType,
    family,
    familyPlace: FAMILIES.indexOf(family),
    isPersonal: definition?.personal === true,
    isTrained: sums.pieces > 0,
    bySignal,
    ...sums,
    name: bySignal[NAME] ?? 0,
    checksum: bySignal[CHECKSUM] ?? 0,
    matchedShare: proposal.sampled === 0 ? 0 : proposal.matched / proposal.sampled,
  };
}

/** `evidence.*`: what speaks for the type, by kind of signal; `rival.*`: what speaks for the other types of the column. */
export const EVIDENCE_FEATURES: readonly string[] = [
  ...SIGNALS.map(([name]) => `evidence.${name}`),
  ...['total', 'matchedShare', 'values', 'pieces', 'strongest', 'weakest'].map((name) => `evidence.${name}`),
  ...['total', 'name', 'values', 'margin', 'kin', 'count', 'second', 'rank'].map((name) => `rival.${name}`),
  ...FAMILIES.map((family) => `rival.family.${family}`),
];

/** Where the features of rivals by family begin, and how many of the others stand before them. */
const BY_FAMILY = EVIDENCE_FEATURES.length - FAMILIES.length;
const OF_RIVALS = 8;
/** What stands where nothing rivals. */
const NOTHING = -10;

/**
 * Writes {@link EVIDENCE_FEATURES} to the beginning of `features`; written out in loops, because each of a column's candidates is held
 * against all others.
 */
export function describeEvidence(
  proposals: readonly ProposalFacts[],
  index: number,
  features: Float64Array,
): void {
  const own = proposals[index];
  if (own === undefined) return;
  let total = NOTHING;
  let second = NOTHING;
  let name = NOTHING;
  let values = NOTHING;
  let kin = NOTHING;
  let count = 0;
  let rank = 0;
  features.fill(NOTHING, BY_FAMILY, BY_FAMILY + FAMILIES.length);
  for (let place = 0; place < proposals.length; place++) {
    const rival = proposals[place];
    if (rival === undefined || place === index || !rival.isTrained) continue;
    count++;
    if (rival.total > own.total) rank++;
    second = Math.max(second, Math.min(total, rival.total));
    total = Math.max(total, rival.total);
    name = Math.max(name, rival.name);
    values = Math.max(values, rival.values);
    if (rival.familyPlace === own.familyPlace) kin = Math.max(kin, rival.total);
    const family = BY_FAMILY + rival.familyPlace;
    features[family] = Math.max(features[family] ?? NOTHING, rival.total);
  }
  features.set(own.bySignal);
  features.set(
    [own.total, own.matchedShare, own.values, own.pieces, own.strongest, own.weakest],
    own.bySignal.length,
  );
  features.set([total, name, values, own.total - total, kin, count, second, rank], BY_FAMILY - OF_RIVALS);
}
