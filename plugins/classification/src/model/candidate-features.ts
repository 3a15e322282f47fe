import {
  type InfoTypeDefinition,
  priorLogOdds,
  type TableSample,
  type TableView,
  viewTable,
} from '@datawave/plugin-sdk';
import type { ColumnEvidence } from '../gather-evidence.ts';
import { mergeByType, type Proposal } from '../weigh-column.ts';
import { CHARACTER_FEATURES, describeCharacters } from './features/character-features.ts';
import {
  describeEvidence,
  EVIDENCE_FEATURES,
  type ProposalFacts,
  readProposal,
} from './features/evidence-features.ts';
import { describeForms, FORM_FEATURES } from './features/form-features.ts';
import { describeKeys, KEY_FEATURES } from './features/key-features.ts';
import { describeLengths, LENGTH_FEATURES } from './features/length-features.ts';
import { describeName, NAME_FEATURES } from './features/name-features.ts';
import {
  describeKin,
  describeNeighbours,
  KIN_FEATURES,
  NEIGHBOUR_FEATURES,
  readNeighbourhood,
} from './features/neighbour-features.ts';
import { describeNumbers, NUMBER_FEATURES } from './features/number-features.ts';
import { describePlace, PLACE_FEATURES } from './features/place-features.ts';
import { readColumn } from './features/read-column.ts';
import { readTable, type TableFacts } from './features/read-table.ts';
import { describeSpread, SPREAD_FEATURES } from './features/spread-features.ts';
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
  ...KEY_FEATURES,
  ...PLACE_FEATURES,
  ...NAME_FEATURES,
  ...SPREAD_FEATURES,
  ...LENGTH_FEATURES,
  ...CHARACTER_FEATURES,
  ...FORM_FEATURES,
  ...NUMBER_FEATURES,
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
  mapCandidates({ sample, evidence, infoTypes, view: viewTable(sample) }, (candidate) => ({
    ...candidate,
    features: candidate.features.slice(),
  }));

/** A table with what is said of its columns. */
export interface DescribedTable {
  readonly sample: TableSample;
  readonly evidence: readonly ColumnEvidence[];
  readonly infoTypes: ReadonlyMap<string, InfoTypeDefinition>;
  readonly view: TableView;
}

/**
 * What `map` makes of the candidates of each column. Their features stand in one array, which the next candidate overwrites: a table
 * has a thousand candidates of two kilobytes each.
 */
export function mapCandidates<Mapped>(
  { sample, evidence, infoTypes, view }: DescribedTable,
  map: (candidate: Candidate) => Mapped,
): readonly (readonly Mapped[])[] {
  const proposals = evidence.map((column) =>
    mergeByType(column.filter(({ question }) => question !== 'contains')),
  );
  const facts = proposals.map((column) => column.map((proposal) => readProposal(proposal, infoTypes)));
  const near = readNeighbourhood(facts);
  const table = readTable(view);
  const features = new Float64Array(FEATURE_NAMES.length);
  return proposals.map((candidates, position) => {
    if (candidates.length === 0) return [];
    let at = OF_COLUMN;
    for (const part of [...describeColumn(sample, position, table), describeNeighbours(near, position)]) {
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

function describeColumn(
  sample: TableSample,
  position: number,
  table: TableFacts,
): readonly (readonly number[])[] {
  const view = table.view.columns[position];
  const values = sample.columns[position];
  if (view === undefined || values === undefined) return [];
  const facts = readColumn(view, values);
  return [
    describeKeys(facts, table),
    describePlace(facts, table),
    describeName(facts),
    describeSpread(facts),
    describeLengths(facts),
    describeCharacters(facts),
    describeForms(facts),
    describeNumbers(facts),
  ];
}
