import { printable, remainingWords } from '@datawave/plugin-sdk';
import type { ChangesView, ScanView } from './scan-view.ts';

const plain = new Intl.NumberFormat('en');
const MEGABYTE = 1_000_000;

/** `running, 44%, 12 of 40 assets, about 4 minutes left (3 to 6), 3.5 a second, 12,000 rows, 80 MB, 2.4 MB a second`: what matters most comes first. */
export function progressWords(run: ScanView): string {
  const { tasks, progress, held } = run;
  const until = held?.until ?? null;
  return [
    run.state,
    run.state === 'running' ? `${Math.floor(progress.fraction * 100)}%` : null,
    tasks.total === 0 ? null : `${plain.format(tasks.done)} of ${plain.format(tasks.total)} assets`,
    progress.remainingSeconds === null ? null : remainingWords(progress.remainingSeconds),
    tasks.failed === 0 ? null : `${plain.format(tasks.failed)} failed`,
    progress.assetsPerSecond === null || progress.assetsPerSecond <= 0
      ? null
      : `${progress.assetsPerSecond} a second`,
    progress.rows === 0 ? null : `${plain.format(progress.rows)} rows`,
    progress.bytes < MEGABYTE / 2 ? null : `${plain.format(Math.round(progress.bytes / MEGABYTE))} MB`,
    megabytesASecond(progress.bytesPerSecond),
    run.state === 'paused' && until !== null
      ? `goes on by itself after ${until.slice(0, 16).replace('T', ' ')} UTC`
      : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** `2.4 MB a second`; null where nothing is known, or it would read 0. */
function megabytesASecond(bytes: number | null): string | null {
  const tenths = Math.round((bytes ?? 0) / (MEGABYTE / 10));
  return tenths === 0 ? null : `${plain.format(tenths / 10)} MB a second`;
}

/** Runs as a table for people. */
export function scansText(runs: readonly ScanView[]): string {
  if (runs.length === 0) return 'There is no such scan.\n';
  const rows = runs.map((run) => [
    run.id,
    printable(run.source.key),
    run.state,
    String(run.priority),
    run.createdAt.slice(0, 16).replace('T', ' '),
    run.tasks.total === 0 ? '-' : `${plain.format(run.tasks.done)} of ${plain.format(run.tasks.total)}`,
    plain.format(run.tasks.failed),
    plain.format(run.sensitiveColumns),
  ]);
  const lines = [
    ['ID', 'SOURCE', 'STATE', 'PRIORITY', 'REQUESTED', 'ASSETS', 'FAILED', 'SENSITIVE'],
    ...rows,
  ];
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** One run for people. */
export function scanText(run: ScanView): string {
  const error =
    run.error === null
      ? ''
      : `  ${printable(run.error.message)} ${printable(run.error.hint ?? '')}`.trimEnd();
  return `${run.id}  ${printable(run.source.title)}: ${progressWords(run)}, ${plain.format(run.sensitiveColumns)} sensitive columns\n${error === '' ? '' : `${error}\n`}`;
}

/** `Since the scan before: 3 new findings, 1 gone; 2 new assets, 4 changed, 1 gone`. */
export function changesText({ appeared, changed, gone, findings }: ChangesView): string {
  const amount = (count: number, one: string): string =>
    `${plain.format(count)} ${one}${count === 1 ? '' : 's'}`;
  const none = appeared + changed + gone + findings.added + findings.removed === 0;
  const words = none
    ? 'nothing changed'
    : `${amount(findings.added, 'new finding')}, ${plain.format(findings.removed)} gone; ${amount(appeared, 'new asset')}, ${plain.format(changed)} changed, ${plain.format(gone)} gone`;
  return `  Since the scan before: ${words}\n`;
}
