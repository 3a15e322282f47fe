import {
  type InfoTypeDefinition,
  priorLogOdds,
  type TableSample,
  type TableView,
  viewTable,
} from '@datawave/plugin-sdk';
import type { ColumnEvidence } from '../gather-evidence.ts';
import { mergeByType, type Proposal } from '../weigh-column.ts';
import { COLUMN_FEATURES, type DescribedColumns, describeColumn } from './describe-column.ts';
import {
  describeEvidence,
  EVIDENCE_FEATURES,
  type ProposalFacts,
  readProposal,
} from './features/evidence-features.ts';
import {
  describeKin,
  describeNeighbours,
  KIN_FEATURES,
  NEIGHBOUR_FEATURES,
  readNeighbourhood,
} from './features/neighbour-features.ts';
import { readTable, type TableFacts } from './features/read-table.ts';
import { describeType, TYPE_FEATURES } from './features/type-features.ts';

/** A type that a column may be, as the model sees it. */
export interface Candidate {
  readonly proposal: Proposal;
  /** Log odds against "none" by the rules alone: where the model has seen nothing alike, they stand. */
  readonly margin: number;
  /** By position of {@link FEATURE_NAMES}. */
  readonly features: Float64Array;
  /** Whether check digits prove that the column is of another type. */
  readonly isOutproven: boolean;
}

/** What each feature is, in the order of {@link Candidate.features}: those of the candidate, then those of its column. */
export const FEATURE_NAMES: readonly string[] = [
  ...EVIDENCE_FEATURES,
  ...TYPE_FEATURES,
  ...KIN_FEATURES,
  ...COLUMN_FEATURES,
  ...NEIGHBOUR_FEATURES,
];

/** Where the features of the column begin. */
const OF_COLUMN = EVIDENCE_FEATURES.length + TYPE_FEATURES.length + KIN_FEATURES.length;

/** Turns the evidence of a table into candidates with features, for each of its columns. */
export const describeCandidates = (
  sample: TableSample,
  evidence: readonly ColumnEvidence[],
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
): readonly (readonly Candidate[])[] =>
  mapCandidates({ sample, evidence, infoTypes, view: () => viewTable(sample) }, (candidate) => ({
    ...candidate,
    features: candidate.features.slice(),
  }));

/** A table with what is said of its columns. */
export interface DescribedTable {
  readonly sample: TableSample;
  readonly evidence: readonly ColumnEvidence[];
  readonly infoTypes: ReadonlyMap<string, InfoTypeDefinition>;
  /** Made only where a column is not yet described. */
  readonly view: () => TableView;
  /** What is known of its columns already, without a look at their values. */
  readonly described?: DescribedColumns | undefined;
}

/**
 * What `map` makes of the candidates of each column. Their features stand in one array, which the next candidate overwrites: a table
 * has a thousand candidates of two kilobytes each.
 */
export function mapCandidates<Mapped>(
  { sample, evidence, infoTypes, view, described }: DescribedTable,
  map: (candidate: Candidate) => Mapped,
): readonly (readonly Mapped[])[] {
  const proposals = evidence.map((column) =>
    mergeByType(column.filter(({ question }) => question !== 'contains')),
  );
  const facts = proposals.map((column) => column.map((proposal) => readProposal(proposal, infoTypes)));
  const near = readNeighbourhood(facts);
  let table: TableFacts | undefined;
  const describe = (position: number): Float64Array => {
    table ??= readTable(view());
    return describeColumn(sample, position, table);
  };
  const features = new Float64Array(FEATURE_NAMES.length);
  return proposals.map((candidates, position) => {
    if (candidates.length === 0) return [];
    let at = OF_COLUMN;
    for (const part of [described?.get(position) ?? describe(position), describeNeighbours(near, position)]) {
      features.set(part, at);
      at += part.length;
    }
    features.fill(0, at);
    const own = facts[position] ?? [];
    const hasProof = own.some(isProven);
    return candidates.flatMap((proposal, index): readonly Mapped[] => {
      const candidate = own[index];
      if (candidate === undefined) return [];
      describeEvidence(own, index, features);
      describeType(candidate, features, EVIDENCE_FEATURES.length);
      features.set(describeKin(near, position, candidate), EVIDENCE_FEATURES.length + TYPE_FEATURES.length);
      const isOutproven = hasProof && !isProven(candidate);
      return [map({ proposal, margin: ruleMargin(candidate), features, isOutproven })];
    });
  });
}

const MOST_MARGIN = 5;
/** Log odds beyond which nothing can be known from a sample. */
const SUREST = 9;
/** Weight of check digits (e^5 is 150 to 1) from which on they prove: likeness to other columns does not outvote them. */
export const PROOF = 5;

const isProven = ({ checksum }: ProposalFacts): boolean => checksum >= PROOF;

// Rules are surer of themselves than they may be: the model starts from their direction, not from their certainty.
function ruleMargin(facts: ProposalFacts): number {
  const most = isProven(facts) ? SUREST : MOST_MARGIN;
  return Math.max(-MOST_MARGIN, Math.min(most, (priorLogOdds(facts.infoType) + facts.total) / 1.5));
}
