import { createRandom } from '../training/random.ts';
import { type Claim, calibrationError, type ErrorByChance, errorByChance } from './calibration-error.ts';

/** What was said of one column, beside what people say. */
export interface Outcome {
  readonly table: string;
  /** The label, likeliest first; `none` where it holds nothing. */
  readonly label: readonly string[];
  /** The reported type; `none` where nothing reached the threshold. */
  readonly predicted: string;
  /** Probability of `predicted`. */
  readonly confidence: number;
  /** The type for which the column is reported as confidential or restricted, in its surroundings; null where it is not. */
  readonly flaggedAs: string | null;
  /** Those of the label that are confidential or restricted beside what the table's other columns are labelled. */
  readonly sensitiveLabels: readonly string[];
  /** Probability that the column is sensitive. */
  readonly sensitiveProbability: number;
  /** Sensitive things that it is reported to contain. */
  readonly contained: readonly { readonly infoType: string; readonly confidence: number }[];
}

/** What is asked of an info type. */
export interface TypeTraits {
  isPersonal(infoType: string): boolean;
  /** By its published sensitivity. */
  isSensitive(infoType: string): boolean;
}

/** Figures of one info type. */
export interface TypeFigures {
  readonly infoType: string;
  readonly support: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Figures of a set of outcomes. Means over types count personal types alone. */
export interface Figures {
  readonly columns: number;
  /** Columns of a personal type. */
  readonly personal: number;
  readonly weightedF1: number;
  /** Over types with five columns and more. */
  readonly macroF1: number;
  /** Sensitive is what is confidential or restricted in its surroundings, as it is reported and as it is labelled. */
  readonly sensitivePrecision: number;
  readonly sensitiveRecall: number;
  readonly sensitiveF1: number;
  /** The same where a label is sensitive by what is published of its type, whatever stands beside it. */
  readonly publishedSensitiveF1: number;
  /** Flagged columns in 1,000 that hold nothing sensitive, and those of them whose type is not demographic. */
  readonly falsePer1000: number;
  readonly falseNotDemographicPer1000: number;
  /** Recall of sensitive columns at a threshold that flags one in a thousand of the others. */
  readonly recallAtOneInThousand: number;
  /** Expected calibration error of the reported confidence in ten bins of equal width. */
  readonly calibrationError: number;
  /** The same over reported verdicts alone, without the many columns of which nothing is said. */
  readonly reportedCalibrationError: number;
  /** Weighted F1 where an arguable label counts by its first alternative alone. */
  readonly strictWeightedF1: number;
  readonly types: readonly TypeFigures[];
}

/** What statistical tables rightly hold of people: kept apart among false flags. */
export const DEMOGRAPHIC: ReadonlySet<string> = new Set([
  ...['AGE', 'GENDER', 'MARITAL_STATUS', 'ETHNIC_GROUP', 'RELIGION', 'NATIONALITY', 'DISABILITY', 'SALARY'],
  ...['POLITICAL_OPINION', 'DATE_OF_BIRTH', 'SEXUAL_ORIENTATION', 'UNION_MEMBERSHIP'],
]);

const NONE = 'none';

/** An arguable label counts as what was said when that is among its alternatives, else as its first. */
const truthOf = ({ label, predicted }: Outcome): string =>
  label.includes(predicted) ? predicted : (label[0] ?? NONE);

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
const harmonic = (a: number, b: number): number => ratio(2 * a * b, a + b);

/** Counts, ratios and means over outcomes. */
export function figuresOf(outcomes: readonly Outcome[], traits: TypeTraits): Figures {
  const types = typeFigures(outcomes);
  const personal = types.filter(isPersonal(traits));
  const common = personal.filter(({ support }) => support >= 5);
  const support = personal.reduce((sum, type) => sum + type.support, 0);
  const inContext = flagsOf(outcomes, isSensitiveLabel);
  const published = flagsOf(outcomes, (outcome) => traits.isSensitive(truthOf(outcome)));
  const wrong = outcomes.filter((outcome) => outcome.flaggedAs !== null && !isSensitiveLabel(outcome));
  const ordinary = outcomes.filter((outcome) => !isSensitiveLabel(outcome)).length;
  return {
    columns: outcomes.length,
    personal: support,
    weightedF1: weightedF1(personal),
    macroF1: ratio(
      common.reduce((sum, type) => sum + type.f1, 0),
      common.length,
    ),
    sensitivePrecision: inContext.precision,
    sensitiveRecall: inContext.recall,
    sensitiveF1: inContext.f1,
    publishedSensitiveF1: published.f1,
    falsePer1000: 1000 * ratio(wrong.length, ordinary),
    falseNotDemographicPer1000:
      1000 * ratio(wrong.filter(({ flaggedAs }) => !DEMOGRAPHIC.has(flaggedAs ?? '')).length, ordinary),
    recallAtOneInThousand: recallAt(outcomes, 0.001),
    calibrationError: calibrationError(claimsOf(outcomes)),
    reportedCalibrationError: calibrationError(claimsOf(outcomes.filter(isReported))),
    strictWeightedF1: weightedF1(typeFigures(outcomes.map(strict)).filter(isPersonal(traits))),
    types,
  };
}

/** Whether the column is sensitive, by its label and what stands beside it. */
export const isSensitiveLabel = (outcome: Outcome): boolean =>
  outcome.sensitiveLabels.includes(truthOf(outcome));

function flagsOf(
  outcomes: readonly Outcome[],
  isSensitive: (outcome: Outcome) => boolean,
): { readonly precision: number; readonly recall: number; readonly f1: number } {
  const flagged = outcomes.filter(({ flaggedAs }) => flaggedAs !== null);
  const right = flagged.filter(isSensitive).length;
  const precision = ratio(right, flagged.length);
  const recall = ratio(right, outcomes.filter(isSensitive).length);
  return { precision, recall, f1: harmonic(precision, recall) };
}

const strict = (outcome: Outcome): Outcome => ({ ...outcome, label: outcome.label.slice(0, 1) });

const isPersonal =
  (traits: TypeTraits) =>
  ({ infoType, support }: TypeFigures): boolean =>
    support > 0 && traits.isPersonal(infoType);

const weightedF1 = (types: readonly TypeFigures[]): number =>
  ratio(
    types.reduce((sum, type) => sum + type.f1 * type.support, 0),
    types.reduce((sum, type) => sum + type.support, 0),
  );

function typeFigures(outcomes: readonly Outcome[]): readonly TypeFigures[] {
  const counts = new Map<string, { support: number; said: number; right: number }>();
  const at = (infoType: string): { support: number; said: number; right: number } => {
    const known = counts.get(infoType) ?? { support: 0, said: 0, right: 0 };
    counts.set(infoType, known);
    return known;
  };
  for (const outcome of outcomes) {
    const truth = truthOf(outcome);
    at(truth).support += 1;
    at(outcome.predicted).said += 1;
    if (truth === outcome.predicted) at(truth).right += 1;
  }
  return [...counts]
    .filter(([infoType]) => infoType !== NONE)
    .map(([infoType, { support, said, right }]) => {
      const precision = ratio(right, said);
      const recall = ratio(right, support);
      return { infoType, support, precision, recall, f1: harmonic(precision, recall) };
    })
    .sort((a, b) => b.support - a.support);
}

const isReported = ({ predicted }: Outcome): boolean => predicted !== NONE;

const claimsOf = (outcomes: readonly Outcome[]): readonly Claim[] =>
  outcomes.map((outcome) => ({
    confidence: outcome.confidence,
    isRight: truthOf(outcome) === outcome.predicted,
  }));

/** What chance alone would show as calibration errors, beside {@link Figures.calibrationError} and the one of what is reported. */
export interface ChanceFigures {
  readonly calibrationError: ErrorByChance;
  readonly reportedColumns: number;
  readonly reportedCalibrationError: ErrorByChance;
}

/** Calibration errors of a model that is exactly as often right as it says, on as many columns. */
export function chanceFigures(outcomes: readonly Outcome[]): ChanceFigures {
  const reported = outcomes.filter(isReported);
  const byChance = (some: readonly Outcome[]): ErrorByChance =>
    errorByChance(some.map(({ confidence }) => confidence));
  return {
    calibrationError: byChance(outcomes),
    reportedColumns: reported.length,
    reportedCalibrationError: byChance(reported),
  };
}

function recallAt(outcomes: readonly Outcome[], falseRate: number): number {
  const ordinary = outcomes
    .filter((outcome) => !isSensitiveLabel(outcome))
    .map(({ sensitiveProbability }) => sensitiveProbability)
    .sort((a, b) => b - a);
  const threshold = ordinary[Math.floor(falseRate * ordinary.length)] ?? 0;
  const sensitive = outcomes.filter(isSensitiveLabel);
  return ratio(
    sensitive.filter((outcome) => outcome.sensitiveProbability > threshold).length,
    sensitive.length,
  );
}

/** The middle 95 of 100 values of a figure when tables are drawn anew with replacement. */
export function interval(
  outcomes: readonly Outcome[],
  traits: TypeTraits,
  figure: (figures: Figures) => number,
  draws = 200,
): readonly [low: number, high: number] {
  const tables = [...Map.groupBy(outcomes, ({ table }) => table).values()];
  const random = createRandom(11);
  const values = Array.from({ length: draws }, () => {
    const drawn = tables.flatMap(() => tables[Math.floor(random() * tables.length)] ?? []);
    return figure(figuresOf(drawn, traits));
  }).sort((a, b) => a - b);
  return [values[Math.floor(draws * 0.025)] ?? 0, values[Math.ceil(draws * 0.975) - 1] ?? 0];
}
