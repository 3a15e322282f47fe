import { isSensitiveLabel, type Outcome } from './figures.ts';
import { PLANTINGS, type PlantedTable, type Planting } from './plant-values.ts';

/** A column with planted values, and what was said of it. */
export interface PlantedOutcome {
  readonly planted: Pick<PlantedTable, 'infoType' | 'planting'>;
  readonly outcome: Outcome;
}

/** Share of some columns of which it was said that they contain what was planted. */
export interface ContainedRecall {
  readonly columns: number;
  readonly recall: number;
}

/** Figures of the question what a column contains. */
export interface ContainedFigures {
  readonly byPlanting: readonly (Planting & ContainedRecall)[];
  readonly byType: readonly ({ readonly infoType: string } & ContainedRecall)[];
  readonly ordinaryColumns: number;
  /** Ordinary columns in 1,000, with nothing planted, that are said to contain something sensitive: whatever their text does hold counts, too. */
  readonly falsePer1000: number;
  /** What they are said to contain, the commonest first. */
  readonly falseByType: readonly { readonly infoType: string; readonly columns: number }[];
  /** Of what is claimed where one ordinary column in {@link CONTAINING} holds such values: how sure it is said, and how often it is surely so: no text is labelled, so that every claim about one that nothing was planted into counts as wrong. */
  readonly meanConfidence: number;
  readonly precision: number;
  /** Expected calibration error of these claims, in ten bins of equal width. */
  readonly calibrationError: number;
}

/** One ordinary column in so many holds such values, as the engine assumes before it knows anything. */
export const CONTAINING = 100;

interface Claim {
  readonly confidence: number;
  readonly isRight: boolean;
  readonly weight: number;
}

/**
 * Recall on planted columns, false claims on ordinary ones.
 * @param ordinary - outcomes of tables as they are; those with a sensitive label are left out
 */
export function containedFigures(
  planted: readonly PlantedOutcome[],
  outcomes: readonly Outcome[],
): ContainedFigures {
  const ordinary = outcomes.filter((outcome) => !isSensitiveLabel(outcome));
  // Planted columns stand for one in a hundred, however many were made.
  const weight = ordinary.length / (CONTAINING - 1) / Math.max(1, planted.length);
  const claims = [
    ...planted.flatMap(({ planted: { infoType }, outcome }) =>
      outcome.contained.map(
        (claim): Claim => ({
          confidence: claim.confidence,
          isRight: claim.infoType === infoType,
          weight,
        }),
      ),
    ),
    ...ordinary.flatMap(({ contained }) =>
      contained.map(({ confidence }): Claim => ({ confidence, isRight: false, weight: 1 })),
    ),
  ];
  const types = [...new Set(planted.map((one) => one.planted.infoType))];
  return {
    byPlanting: PLANTINGS.map((planting) => ({
      ...planting,
      ...recallOf(planted.filter((one) => one.planted.planting === planting)),
    })),
    byType: types
      .map((infoType) => ({
        infoType,
        ...recallOf(planted.filter((one) => one.planted.infoType === infoType)),
      }))
      .sort((a, b) => b.recall - a.recall),
    ordinaryColumns: ordinary.length,
    falsePer1000:
      (1000 * ordinary.filter(({ contained }) => contained.length > 0).length) / Math.max(1, ordinary.length),
    falseByType: [
      ...Map.groupBy(
        ordinary.flatMap(({ contained }) => contained),
        ({ infoType }) => infoType,
      ),
    ]
      .map(([infoType, said]) => ({ infoType, columns: said.length }))
      .sort((a, b) => b.columns - a.columns),
    meanConfidence: mean(claims, ({ confidence }) => confidence),
    precision: mean(claims, ({ isRight }) => Number(isRight)),
    calibrationError: calibrationError(claims),
  };
}

function recallOf(planted: readonly PlantedOutcome[]): ContainedRecall {
  const found = planted.filter(({ planted: { infoType }, outcome }) =>
    outcome.contained.some((claim) => claim.infoType === infoType),
  ).length;
  return { columns: planted.length, recall: planted.length === 0 ? 0 : found / planted.length };
}

function mean(claims: readonly Claim[], of: (claim: Claim) => number): number {
  const total = claims.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? 0 : claims.reduce((sum, claim) => sum + claim.weight * of(claim), 0) / total;
}

function calibrationError(claims: readonly Claim[]): number {
  const total = claims.reduce((sum, { weight }) => sum + weight, 0);
  const bins = Map.groupBy(claims, ({ confidence }) => Math.min(9, Math.floor(confidence * 10)));
  let error = 0;
  for (const bin of bins.values()) {
    const share = bin.reduce((sum, { weight }) => sum + weight, 0) / total;
    error +=
      share *
      Math.abs(mean(bin, ({ confidence }) => confidence) - mean(bin, ({ isRight }) => Number(isRight)));
  }
  return error;
}
