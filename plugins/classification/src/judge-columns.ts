import {
  type Classification,
  type ClassificationQuestion,
  type ColumnVerdict,
  type InfoTypeDefinition,
  isSensitive,
  type TableSample,
  type TableView,
  viewTable,
} from '@datawave/plugin-sdk';
import { roundShare } from './compete.ts';
import { explainContained, explainType, titleInSentence } from './explain.ts';
import type { ColumnEvidence } from './gather-evidence.ts';
import { mapCandidates } from './model/candidate-features.ts';
import type { ColumnModel } from './model/column-model.ts';
import type { DescribedColumns } from './model/describe-column.ts';
import { rankCandidates, scoreCandidate } from './model/score-candidates.ts';
import { requestReview } from './request-review.ts';
import { type ColumnContext, describeContext, sensitivityInContext } from './sensitivity.ts';
import { type Verdict, weighColumn } from './weigh-column.ts';
import { weighContained } from './weigh-contained.ts';
import { isWorthContaining } from './worth-containing.ts';

/** Raised whenever the same evidence may lead to another verdict. */
const ENGINE_VERSION = 'engine@2.1.0';

/** What a column may be and may contain, likeliest first. */
export interface WeighedColumn {
  /** They share one with "none". */
  readonly types: readonly Verdict[];
  readonly contained: readonly Verdict[];
}

/** What a table's columns are judged by. */
export interface Judgement {
  readonly sample: TableSample;
  /** What rules see of it; made anew unless given. */
  readonly view?: () => TableView;
  /** What the model needs to know of its columns, as far as it was found out with the evidence. */
  readonly described?: DescribedColumns | undefined;
  /** Of each column of the sample. */
  readonly evidence: readonly ColumnEvidence[];
  readonly infoTypes: ReadonlyMap<string, InfoTypeDefinition>;
  /** Null where it cannot be used: the rules then decide alone. */
  readonly model: ColumnModel | null;
  readonly minConfidence: number;
  /** By info type, instead of `minConfidence`. */
  readonly thresholds?: Readonly<Record<string, number>> | undefined;
}

/** How sure a verdict of an info type must be to be reported. */
export const requiredFor =
  ({ minConfidence, thresholds }: Pick<Judgement, 'minConfidence' | 'thresholds'>) =>
  (infoType: string): number =>
    thresholds !== undefined && Object.hasOwn(thresholds, infoType)
      ? (thresholds[infoType] ?? minConfidence)
      : minConfidence;

/** What stands in every verdict: who weighed the evidence. */
export const engineVersion = (model: ColumnModel | null): string =>
  `${ENGINE_VERSION} ${model?.version ?? 'rules'}`;

/** Evidence of a table's columns to verdicts; a column's neighbours bear on what it is and on how sensitive it is. */
export const judgeColumns = (judgement: Judgement): readonly ColumnVerdict[] =>
  reportColumns(weighColumns(judgement), judgement);

/** Probabilities of everything that was proposed, however unlikely. */
export function weighColumns(judgement: Judgement): readonly WeighedColumn[] {
  const { evidence, model } = judgement;
  const types = model === null ? evidence.map(weighColumn) : scoreColumns(model, judgement);
  return evidence.map((column, position) => ({
    types: types[position] ?? [],
    contained: weighContained(column),
  }));
}

/** What is said of it. */
export function reportColumns(
  weighed: readonly WeighedColumn[],
  { infoTypes, model, ...asked }: Pick<Judgement, 'infoTypes' | 'model' | 'minConfidence' | 'thresholds'>,
): readonly ColumnVerdict[] {
  const required = requiredFor(asked);
  const context = describeContext(
    weighed.map(({ types: [best] }) =>
      best !== undefined && best.confidence >= required(best.infoType) ? best.infoType : null,
    ),
    infoTypes,
  );
  const version = engineVersion(model);
  return weighed.map((column) => judgeColumn(column, { infoTypes, context, required, version }));
}

function scoreColumns(
  model: ColumnModel,
  { sample, view = () => viewTable(sample), described, evidence, infoTypes }: Judgement,
): readonly (readonly Verdict[])[] {
  const table = { sample, evidence, infoTypes, view, described };
  return mapCandidates(table, (candidate) => scoreCandidate(model, candidate)).map((candidates) =>
    rankCandidates(model, candidates),
  );
}

interface Surroundings {
  readonly infoTypes: ReadonlyMap<string, InfoTypeDefinition>;
  readonly context: ColumnContext;
  readonly required: (infoType: string) => number;
  readonly version: string;
}

function judgeColumn({ types, contained }: WeighedColumn, surroundings: Surroundings): ColumnVerdict {
  const { infoTypes, required } = surroundings;
  const toClassifications = (
    verdicts: readonly Verdict[],
    question: ClassificationQuestion,
  ): readonly Classification[] =>
    verdicts.flatMap((verdict) => {
      const definition = infoTypes.get(verdict.infoType);
      return definition === undefined ? [] : [describe(verdict, question, definition, surroundings)];
    });
  const asType = toClassifications(types, 'type');
  const best = asType[0];
  const inside = toClassifications(contained, 'contains').filter((found) => isWorthContaining(found, best));
  const sensitiveTypes = asType
    .filter(({ sensitivity }) => isSensitive(sensitivity))
    .reduce((sum, { confidence }) => sum + confidence, 0);
  const nothingInside = inside
    .filter(({ sensitivity }) => isSensitive(sensitivity))
    .reduce((product, { confidence }) => product * (1 - confidence), 1);
  const sensitiveProbability = 1 - (1 - Math.min(1, sensitiveTypes)) * nothingInside;
  return {
    classifications: [...reportedTypes(asType, required), ...inside.filter(isReported(required))],
    sensitiveProbability: roundShare(sensitiveProbability),
    review: requestReview(asType, inside, infoTypes),
  };
}

const isReported =
  (required: (infoType: string) => number) =>
  ({ infoType, confidence }: Classification): boolean =>
    confidence >= required(infoType);

/**
 * Types of at least the asked confidence. Where none is, but the sensitive ones together are, the likeliest of them stands for
 * them, with its own confidence: a number that is surely one of three national identifiers must not be passed over
 * because nothing says which.
 */
function reportedTypes(
  types: readonly Classification[],
  required: (infoType: string) => number,
): readonly Classification[] {
  const reported = types.filter(isReported(required));
  if (reported.length > 0) return reported;
  const rivals = types.filter(({ sensitivity }) => isSensitive(sensitivity));
  const together = rivals.reduce((sum, { confidence }) => sum + confidence, 0);
  const [likeliest] = rivals;
  return likeliest !== undefined && together >= required(likeliest.infoType) ? [likeliest] : [];
}

function describe(
  verdict: Verdict,
  question: ClassificationQuestion,
  definition: InfoTypeDefinition,
  { context, version }: Surroundings,
): Classification {
  const { confidence, matched, sampled, evidence } = verdict;
  const explained = { title: titleInSentence(definition), confidence, evidence };
  return {
    question,
    infoType: definition.id,
    category: definition.category,
    sensitivity: sensitivityInContext(definition, context),
    confidence,
    matched,
    sampled,
    evidence,
    explanation:
      question === 'type' ? explainType(explained) : explainContained({ ...explained, matched, sampled }),
    version,
    status: 'suggested',
  };
}
