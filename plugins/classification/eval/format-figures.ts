import type { ErrorByChance } from './calibration-error.ts';
import { CONTAINING, type ContainedFigures, type ContainedRecall } from './contained-figures.ts';
import type { ChanceFigures, Figures } from './figures.ts';

/** Bounds of the figures that have them. */
export interface Intervals {
  readonly weightedF1: readonly [low: number, high: number];
  readonly macroF1: readonly [low: number, high: number];
  readonly sensitiveF1: readonly [low: number, high: number];
}

const COLUMNS: readonly (readonly [title: string, cell: (figures: Figures) => string])[] = [
  ['columns', ({ columns }) => String(columns)],
  ['weighted F1', ({ weightedF1 }) => weightedF1.toFixed(3)],
  ['macro F1', ({ macroF1 }) => macroF1.toFixed(3)],
  ['sens. F1', ({ sensitiveF1 }) => sensitiveF1.toFixed(3)],
  ['recall', ({ sensitiveRecall }) => sensitiveRecall.toFixed(3)],
  ['published', ({ publishedSensitiveF1 }) => publishedSensitiveF1.toFixed(3)],
  ['false ‰', ({ falsePer1000 }) => falsePer1000.toFixed(1)],
  ['not dem. ‰', ({ falseNotDemographicPer1000 }) => falseNotDemographicPer1000.toFixed(1)],
  ['R at 1‰', ({ recallAtOneInThousand }) => recallAtOneInThousand.toFixed(3)],
  ['ECE', ({ calibrationError }) => calibrationError.toFixed(4)],
  ['ECE said', ({ reportedCalibrationError }) => reportedCalibrationError.toFixed(4)],
  ['strict wF1', ({ strictWeightedF1 }) => strictWeightedF1.toFixed(3)],
];

const FIRST = 52;
const OTHERS = 11;

/** A section's title above the titles of its columns. */
export const formatHeading = (text: string): string =>
  `\n${text}\n${line(
    'what',
    COLUMNS.map(([title]) => title),
  )}`;

/** One line of figures. */
export const formatFigures = (title: string, figures: Figures): string =>
  line(
    title,
    COLUMNS.map(([, cell]) => cell(figures)),
  );

/** Calibration errors beside what chance alone shows of them. */
export function formatCalibration(figures: Figures, chance: ChanceFigures): string {
  const beside = (error: number, { mean, high }: ErrorByChance): string =>
    `${error.toFixed(4)}, by chance alone ${mean.toFixed(4)} (95 % below ${high.toFixed(4)})`;
  return [
    `  calibration error of ${figures.columns} columns ${beside(figures.calibrationError, chance.calibrationError)};`,
    `of the ${chance.reportedColumns} of which something is said ${beside(figures.reportedCalibrationError, chance.reportedCalibrationError)}`,
  ].join(' ');
}

const line = (first: string, others: readonly string[]): string =>
  [first.padEnd(FIRST), ...others.map((cell) => cell.padStart(OTHERS))].join(' ');

/** Intervals, then a line for each type. */
export function formatTypes({ types }: Figures, { weightedF1, macroF1, sensitiveF1 }: Intervals): string {
  const bounds = (pair: readonly [number, number]): string =>
    pair.map((bound) => bound.toFixed(3)).join(' to ');
  return [
    `  95 % intervals by table: weighted F1 ${bounds(weightedF1)}, macro F1 ${bounds(macroF1)}, sensitive F1 ${bounds(sensitiveF1)}`,
    ...types.map(
      ({ infoType, support, precision, recall, f1 }) =>
        `  ${infoType.padEnd(26)} ${String(support).padStart(5)} columns, precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}, F1 ${f1.toFixed(2)}`,
    ),
  ].join('\n');
}

/** What a column contains: found by how many were planted, and by type. */
export function formatContained(figures: ContainedFigures): string {
  const { falsePer1000, falseByType, ordinaryColumns, meanConfidence, precision, calibrationError } = figures;
  const count = ({ columns, recall }: ContainedRecall): string =>
    `${String(columns).padStart(5)} columns, recall ${recall.toFixed(3)}`;
  return [
    '\nReal values of other columns planted into ordinary ones: is it said that they are contained?',
    ...figures.byPlanting.map(
      (one) => `  ${`${one.planted} of ${one.distinct} distinct`.padEnd(26)} ${count(one)}`,
    ),
    ...figures.byType.map((one) => `  ${one.infoType.padEnd(26)} ${count(one)}`),
    `  false "contains" in 1,000 ordinary columns: ${falsePer1000.toFixed(1)} (of ${ordinaryColumns}; what their texts do hold counts, too): ${falseByType.map((one) => `${one.infoType} ${one.columns}`).join(', ')}`,
    `  where one column in ${CONTAINING} contains such: said with ${meanConfidence.toFixed(3)} on average, surely right in ${precision.toFixed(3)}, calibration error ${calibrationError.toFixed(4)}`,
  ].join('\n');
}
