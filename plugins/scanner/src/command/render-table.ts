import {
  type Classification,
  columnSensitivity,
  type Finding,
  isSensitive,
  printable,
  SEVERITIES,
  type Severity,
} from '@datawave/plugin-sdk';
import type { RenderOptions } from './render-result.ts';
import type { ResultAsset, ResultColumn, ScanResult } from './scan-result.ts';
import { createPaint, type Paint, wrapText } from './text-layout.ts';

interface Row {
  readonly column: string;
  readonly best: Classification;
}

/** The result for people: what was found, table by table, why, and which controls that touches. */
export function renderTable(result: ScanResult, options: RenderOptions): string {
  const paint = createPaint(options.hasColor);
  const lines: string[] = [];
  const quiet: string[] = [];
  for (const asset of result.assets) {
    const rows = asset.columns.flatMap(toRows);
    if (rows.length === 0) quiet.push(asset.name);
    else lines.push('', ...renderAsset(asset, rows, options.width, paint));
  }
  if (quiet.length > 0)
    lines.push(
      '',
      ...wrapText(`Nothing sensitive found in ${quiet.map(printable).join(', ')}.`, options.width).map(
        paint.dim,
      ),
    );
  if (result.errors.length > 0) {
    lines.push('', paint.bold('Could not be read'));
    for (const error of result.errors)
      lines.push(
        ...wrapText(
          `${printable(error.asset)}: ${printable(error.message)} (${error.code})`,
          options.width - 2,
        ).map((line) => `  ${paint.red(line)}`),
      );
  }
  // What was not looked at at all is no result: standard error says why.
  if (result.assets.length > 0) lines.push('', ...renderSummary(result, options, paint));
  if (lines.length === 0) return '';
  return `${lines.join('\n')}\n`;
}

// Record ids are worth knowing to a script, not worth a line to a person.
const toRows = (column: ResultColumn): readonly Row[] =>
  counted(column)
    .filter(({ sensitivity }) => sensitivity !== 'public')
    .map((verdict) => ({ column: printable(column.name), best: verdict }));

/** What a column is, and what else it contains. */
const counted = ({ classifications }: ResultColumn): readonly Classification[] =>
  classifications.filter(({ question }, index) => index === 0 || question === 'contains');

const typeOf = ({ infoType, question }: Classification): string =>
  question === 'contains' ? `contains ${infoType}` : infoType;

/** As in the browser: among how many values those stand that a column contains. */
const lineOf = (verdict: Classification): string =>
  verdict.question === 'contains'
    ? `${typeOf(verdict)}, ${number(verdict.matched)} of ${number(verdict.sampled)}`
    : typeOf(verdict);

function renderAsset(
  asset: ResultAsset,
  rows: readonly Row[],
  width: number,
  paint: Paint,
): readonly string[] {
  const count =
    asset.rowCount === null
      ? `${number(asset.sampledRows)} rows sampled`
      : `${number(asset.rowCount)} ${asset.rowCount === 1 ? 'row' : 'rows'}`;
  const typeWidth = Math.max(...rows.map((row) => lineOf(row.best).length));
  // Margin, gaps, confidence and sensitivity; the reasons get what is left, and never less than a few words.
  const fixed = 2 + 2 + typeWidth + 2 + 4 + 2 + 12 + 2;
  const columnWidth = Math.min(
    28,
    Math.max(12, width - fixed - 24),
    Math.max(...rows.map((row) => row.column.length)),
  );
  const room = Math.max(10, width - fixed - columnWidth);
  const lines = [
    `${paint.bold(printable(asset.name))} ${paint.dim(`· ${count}, ${asset.columns.length} columns`)}`,
  ];
  for (const { column, best } of rows) {
    const why = reason(best, room);
    const name =
      column.length > columnWidth ? `${column.slice(0, columnWidth - 1)}…` : column.padEnd(columnWidth);
    const type = lineOf(best).padEnd(typeWidth);
    const confidence = `${Math.floor(best.confidence * 100)}%`.padStart(4);
    const sensitivity = best.sensitivity.padEnd(12);
    lines.push(
      `  ${name}  ${paint.cyan(type)}  ${confidence}  ${paintSensitivity(best, sensitivity, paint)}  ${paint.dim(why)}`,
    );
  }
  return lines;
}

const paintSensitivity = (best: Classification, text: string, paint: Paint): string =>
  best.sensitivity === 'restricted'
    ? paint.red(text)
    : best.sensitivity === 'confidential'
      ? paint.yellow(text)
      : text;

/** The strongest reasons that a line has room for; all of them stand in the other formats. */
function reason(best: Classification, room: number): string {
  const reasons = best.evidence.filter((piece) => piece.weight > 0).slice(0, 3);
  // What the values look like says more than the name, which stands on the same line; what a model made of it all, and
  // surroundings, say least.
  const rank = (signal: string): number => ['name', 'model', 'neighbour'].indexOf(signal);
  const ordered = reasons.toSorted((a, b) => rank(a.signal) - rank(b.signal));
  let text = '';
  for (const piece of ordered) {
    const short = printable(piece.detail.replace(' distinct values ', ' values '));
    if (text === '') text = shorten(short, room);
    else if (text.length + 2 + short.length <= room) text = `${text}; ${short}`;
  }
  return text;
}

const shorten = (text: string, room: number): string =>
  text.length > room ? `${text.slice(0, room - 1).trimEnd()}…` : text;

function renderSummary(
  result: ScanResult,
  { width, frameworks }: RenderOptions,
  paint: Paint,
): readonly string[] {
  const columns = result.assets.flatMap((asset) => asset.columns);
  const sensitive = columns.filter(({ classifications }) => {
    const sensitivity = columnSensitivity(classifications);
    return sensitivity !== null && isSensitive(sensitivity);
  });
  const tables = result.assets.filter((asset) => asset.columns.some((column) => sensitive.includes(column)));
  const lines = [
    paint.dim('─'.repeat(width)),
    paint.bold(
      `${number(sensitive.length)} of ${number(columns.length)} columns hold sensitive data, in ${number(tables.length)} of ${number(result.assets.length)} tables and files.`,
    ),
  ];
  const types = countBy(
    sensitive.flatMap((column) =>
      counted(column)
        .filter(({ sensitivity }) => isSensitive(sensitivity))
        .map(typeOf),
    ),
  );
  if (types.length > 0)
    lines.push(...wrapText(types.map(([type, count]) => `${type} ${count}`).join(' · '), width));
  for (const framework of frameworks) {
    const found = result.violations.filter((violation) => violation.framework === framework.id);
    if (found.length > 0)
      lines.push('', paint.bold(framework.title), ...renderControls(found, framework.controls, width, paint));
  }
  lines.push(
    '',
    paint.dim(
      `${result.targets.length === 1 ? (result.targets[0]?.target ?? '') : `${result.targets.length} targets`} in ${(result.durationMs / 1000).toFixed(2)} s`,
    ),
  );
  return lines;
}

function renderControls(
  found: readonly Finding[],
  controls: readonly { readonly id: string; readonly title: string }[],
  width: number,
  paint: Paint,
): readonly string[] {
  const worstOf = (control: string): Severity =>
    SEVERITIES.findLast((severity) =>
      found.some((violation) => violation.control === control && violation.severity === severity),
    ) ?? 'low';
  const byControl = countBy(found.map((violation) => violation.control)).toSorted(
    ([a], [b]) => SEVERITIES.indexOf(worstOf(b)) - SEVERITIES.indexOf(worstOf(a)),
  );
  const idWidth = Math.max(...byControl.map(([control]) => control.length));
  return byControl.map(([control, count]) => {
    const worst = worstOf(control);
    const label = worst.padEnd(8);
    const painted =
      worst === 'critical' || worst === 'high'
        ? paint.red(label)
        : worst === 'medium'
          ? paint.yellow(label)
          : label;
    const title = controls.find((candidate) => candidate.id === control)?.title ?? '';
    const text = `${title} (${count})`;
    const room = Math.max(20, width - idWidth - 14);
    return `  ${control.padEnd(idWidth)}  ${painted}  ${text.length > room ? `${text.slice(0, room - 1)}…` : text}`;
  });
}

function countBy(keys: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([keyA, a], [keyB, b]) => b - a || (keyA < keyB ? -1 : 1));
}

const number = (value: number): string => value.toLocaleString('en-US');
