import { resolve } from 'node:path';
import { type LogFigures, logFigures } from './log-figures.ts';
import { type PresidioFigures, presidioFigures } from './presidio-figures.ts';
import { type ProseFigures, proseFigures } from './prose-figures.ts';
import type { Score } from './scores.ts';
import { withShippedDetection } from './shipped-detection.ts';

export type { LogFigures } from './log-figures.ts';
export type { PresidioFigures } from './presidio-figures.ts';
export type { FalseFinds, ProseFigures } from './prose-figures.ts';
export type { Score } from './scores.ts';

/** What the evaluation of free text measures. */
export interface FreeTextFigures {
  readonly presidio: PresidioFigures;
  readonly prose: ProseFigures;
  readonly logs: LogFigures;
}

/**
 * Judges free-text detection with all rules and the shipped model on texts that it was not trained on, and prints a table.
 * @param dataFolder holds `presidio/synth_dataset_v2.json`
 */
export async function evaluateFreeText(
  dataFolder: string,
  print: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
): Promise<FreeTextFigures> {
  const modules = resolve(import.meta.dirname, '../../../node_modules');
  const figures = await withShippedDetection(async (detection) => ({
    presidio: await presidioFigures(detection, dataFolder, 'test'),
    prose: await proseFigures(detection, modules),
    logs: await logFigures(detection),
  }));
  for (const line of tableOf(figures)) print(line);
  return figures;
}

const number = (value: number): string => value.toFixed(3);
const row = (title: string, { f2, precision, recall, wanted }: Score): string =>
  `  ${title.padEnd(46)} ${number(f2)}      ${number(precision)}      ${number(recall)}  ${String(wanted).padStart(6)}`;

const mostFirst = (counts: Readonly<Record<string, number>>, digits = 0): string =>
  Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .map(([type, count]) => `${type} ${count.toFixed(digits)}`)
    .join(', ');

/** The figures as lines of a table. */
export function tableOf({ presidio, prose, logs }: FreeTextFigures): readonly string[] {
  const { interval, documentation, legal, authors } = { ...presidio, ...prose };
  return [
    `Free text: Presidio sentences, part "${presidio.part}": ${presidio.sentences} sentences of ${presidio.templates} templates not trained on`,
    `  ${''.padEnd(46)} F2         precision  recall  wanted`,
    row('spans, right type, IoU > 0.5', presidio.spans),
    `    95 % interval of F2 over templates: ${number(interval[0])} to ${number(interval[1])}`,
    row('the same without dates', presidio.withoutDates),
    row('words, right type', presidio.words),
    row('words, any type', presidio.anyType),
    `    recall of the ${presidio.unseen} spans whose value was not seen in training: ${number(presidio.unseenRecall)}`,
    `    expected calibration error of the spans: ${number(presidio.calibrationError)}`,
    ...Object.entries(presidio.perLabel)
      .sort((a, b) => b[1].wanted - a[1].wanted)
      .map(([label, score]) => row(`  ${label}`, score)),
    `Free text: finds per 1,000 words of prose that holds next to none (packages not trained on)`,
    ...(
      [
        ['documentation', documentation],
        ['licences', legal],
      ] as const
    ).map(
      ([title, finds]) =>
        `  ${title.padEnd(16)} ${finds.perThousandWords.toFixed(2)} in ${finds.words} words; ${mostFirst(finds.byType)}`,
    ),
    `Free text: authors named in licences: ${authors.found} of ${authors.wanted} found, recall ${number(authors.recall)}`,
    `Free text: ${logs.falsePerThousand.toFixed(1)} false finds in 1,000 log lines of ${logs.lines}; ${mostFirst(logs.falseFinds, 1)}; ${logs.missed} of ${logs.held} addresses missed`,
  ];
}
