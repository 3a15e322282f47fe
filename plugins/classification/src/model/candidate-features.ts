import {
  type EvidenceSignal,
  type InfoTypeDefinition,
  priorLogOdds,
  type TableSample,
  type TableView,
  viewTable,
} from '@datawave/plugin-sdk';
import type { ColumnEvidence } from '../gather-evidence.ts';
import { isOfWorkspace, mergeByType, type Proposal } from '../weigh-column.ts';
import { describeShape, isNameless } from './column-shape.ts';
import { FAMILIES, familyOf } from './families.ts';

/** A type that a column may be, as the model sees it. */
export interface Candidate {
  readonly proposal: Proposal;
  /** Log odds against "none" by the rules alone: where the model has seen nothing alike, they stand. */
  readonly margin: number;
  /** By position of {@link FEATURE_NAMES}. */
  readonly features: Float64Array;
}

/** Types common enough for the model to learn something of their own. */
const KNOWN_TYPES = [
  ...['PERSON_NAME', 'FIRST_NAME', 'LAST_NAME', 'EMAIL_ADDRESS', 'PHONE_NUMBER', 'STREET_ADDRESS', 'CITY'],
  ...['POSTAL_CODE', 'COUNTRY', 'GEO_COORDINATES', 'DATE_OF_BIRTH', 'AGE', 'GENDER', 'MARITAL_STATUS'],
  ...[
    'ETHNIC_GROUP',
    'OCCUPATION',
    'USERNAME',
    'ORGANIZATION_NAME',
    'PERSON_ID',
    'RECORD_ID',
    'URL',
    'SALARY',
  ],
] as const;

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

const VALUE_SIGNALS: ReadonlySet<EvidenceSignal> = new Set(['pattern', 'checksum', 'dictionary', 'shape']);

/** What the other columns may be: a birth date beside a name means more than one alone. */
const CONTEXT = [
  ['names', ['PERSON_NAME', 'FIRST_NAME', 'LAST_NAME']],
  ['contacts', ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'USERNAME']],
  ['places', ['STREET_ADDRESS', 'CITY', 'POSTAL_CODE', 'GEO_COORDINATES']],
  ['demographics', ['AGE', 'GENDER', 'DATE_OF_BIRTH', 'MARITAL_STATUS', 'ETHNIC_GROUP']],
  ['organisations', ['ORGANIZATION_NAME', 'URL']],
] as const;

const KINDS = [['text'], ['integer'], ['decimal'], ['date', 'timestamp'], ['boolean']] as const;
const SUBJECTS = ['person', 'organisation', 'thing'] as const;

/** What each feature is, in the order of {@link Candidate.features}. */
export const FEATURE_NAMES: readonly string[] = [
  ...SIGNALS.map(([name]) => `evidence.${name}`),
  ...[
    'evidence.total',
    'evidence.matchedShare',
    'evidence.values',
    'rival.total',
    'rival.name',
    'rival.values',
  ],
  ...['rival.margin', 'rival.kin', 'rival.count', 'type.prior'],
  ...FAMILIES.map((family) => `family.${family}`),
  ...KNOWN_TYPES.map((type) => `type.${type}`),
  ...KINDS.map(([kind]) => `kind.${kind}`),
  ...['logDistinct', 'distinctShare', 'nullShare', 'meanLength', 'lengthSpread', 'meanWords', 'digitShare'],
  ...[
    'letterShare',
    'punctuationShare',
    'capitalisedShare',
    'upperCaseShare',
    'integerShare',
    'decimalShare',
  ],
  ...['smallest', 'largest', 'isSequence'],
  ...['column.nameless', 'column.tokens', 'column.first', 'column.primaryKey', 'column.foreignKey'],
  ...SUBJECTS.map((subject) => `subject.${subject}`),
  ...['table.columns', 'table.numericShare', 'table.personalNeighbours'],
  ...CONTEXT.map(([name]) => `context.${name}`),
];

/** Turns the evidence of a table into candidates with features, for each of its columns. */
export function describeCandidates(
  sample: TableSample,
  evidence: readonly ColumnEvidence[],
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
  table: TableView = viewTable(sample),
): readonly (readonly Candidate[])[] {
  const proposals = evidence.map((column) =>
    mergeByType(column.filter(({ question }) => question !== 'contains')),
  );
  const strongest = proposals.map(strongestOfContext);
  const numeric = sample.asset.columns.filter(({ kind }) => kind === 'integer' || kind === 'decimal').length;
  const ofTable = {
    view: table,
    numericShare: numeric / Math.max(1, sample.asset.columns.length),
  };
  return proposals.map((candidates, position) => {
    if (candidates.length === 0) return [];
    const ofColumn = describeColumn(sample, position, ofTable);
    const context = CONTEXT.map((_, index) =>
      strongest.reduce(
        (most, other, place) => (place === position ? most : Math.max(most, other[index] ?? 0)),
        0,
      ),
    );
    const parts = candidates.map((proposal) => describeProposal(proposal, infoTypes));
    return candidates.map((proposal, index) => ({
      proposal,
      margin: ruleMargin(proposal.infoType, parts[index]),
      features: Float64Array.from([
        ...(parts[index]?.own ?? []),
        ...describeRivals(parts, index),
        priorLogOdds(proposal.infoType),
        ...(parts[index]?.identity ?? []),
        ...ofColumn,
        ...context,
      ]),
    }));
  });
}

const MOST_MARGIN = 5;
/** Log odds beyond which nothing can be known from a sample. */
const SUREST = 9;
/** Weight of check digits (e^5 is 150 to 1) from which on they prove: likeness to other columns does not outvote them. */
export const PROOF = 5;

// Rules are surer of themselves than they may be: the model starts from their direction, not from their certainty.
function ruleMargin(infoType: string, part: ProposalParts | undefined): number {
  const most = (part?.checksum ?? 0) >= PROOF ? SUREST : MOST_MARGIN;
  return Math.max(-MOST_MARGIN, Math.min(most, (priorLogOdds(infoType) + (part?.total ?? 0)) / 1.5));
}

interface ProposalParts {
  readonly own: readonly number[];
  readonly identity: readonly number[];
  readonly total: number;
  readonly name: number;
  readonly checksum: number;
  readonly values: number;
  readonly family: string;
  /** Whether more than the workspace's own rules and decisions propose it. */
  readonly isTrained: boolean;
}

function describeProposal(
  proposal: Proposal,
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
): ProposalParts {
  // The model was trained without what a workspace adds; that is added to its answer instead.
  const trained = proposal.evidence.filter((piece) => !isOfWorkspace(piece));
  const weightOf = (signals: readonly EvidenceSignal[]): number =>
    trained.filter(({ signal }) => signals.includes(signal)).reduce((sum, { weight }) => sum + weight, 0);
  const bySignal = SIGNALS.map(([, signals]) => weightOf(signals));
  const total = trained.reduce((sum, { weight }) => sum + weight, 0);
  const values = trained
    .filter(({ signal }) => VALUE_SIGNALS.has(signal))
    .reduce((sum, { weight }) => sum + weight, 0);
  const matchedShare = proposal.sampled === 0 ? 0 : proposal.matched / proposal.sampled;
  const family = familyOf(proposal.infoType, infoTypes.get(proposal.infoType)?.category ?? '');
  return {
    own: [...bySignal, total, matchedShare, values],
    identity: [
      ...FAMILIES.map((candidate) => Number(candidate === family)),
      ...KNOWN_TYPES.map((type) => Number(type === proposal.infoType)),
    ],
    total,
    name: weightOf(['name', 'comment']),
    checksum: weightOf(['checksum']),
    values,
    family,
    isTrained: trained.length > 0,
  };
}

function describeRivals(parts: readonly ProposalParts[], index: number): readonly number[] {
  const own = parts[index];
  const rivals = parts.filter(({ isTrained }, place) => isTrained && place !== index);
  const most = (of: (part: ProposalParts) => number, among = rivals): number =>
    among.reduce((best, part) => Math.max(best, of(part)), -10);
  const total = most((part) => part.total);
  return [
    total,
    most((part) => part.name),
    most((part) => part.values),
    (own?.total ?? 0) - total,
    most(
      (part) => part.total,
      rivals.filter((part) => part.family === own?.family),
    ),
    rivals.length,
  ];
}

function describeColumn(
  sample: TableSample,
  position: number,
  table: { readonly view: TableView; readonly numericShare: number },
): readonly number[] {
  const schema = sample.asset.columns[position];
  const values = sample.columns[position];
  const view = table.view.columns[position];
  if (schema === undefined || values === undefined || view === undefined) return [];
  return [
    ...KINDS.map((kinds) => Number(kinds.some((kind) => kind === schema.kind))),
    ...Object.values(describeShape(values)),
    Number(isNameless(schema)),
    view.tokens.length,
    Number(position === 0),
    Number(view.isPrimaryKey),
    Number(view.isForeignKey),
    ...SUBJECTS.map((subject) => Number(subject === table.view.subject)),
    Math.log1p(sample.asset.columns.length),
    table.numericShare,
    table.view.personalNeighbours(view).length,
  ];
}

function strongestOfContext(proposals: readonly Proposal[]): readonly number[] {
  return CONTEXT.map(([, types]) =>
    proposals
      .filter(({ infoType }) => types.some((type) => type === infoType))
      .reduce((most, { weight }) => Math.max(most, weight), 0),
  );
}
