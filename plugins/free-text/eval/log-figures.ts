import type { TextDetectionService, TextSpan } from '@datawave/plugin-sdk';
import { createRandom, type LogKind, type LogLine } from './line-parts.ts';
import { LOG_KINDS } from './log-lines.ts';

/** What was found in lines as programs write them. */
export interface LogFigures {
  readonly lines: number;
  /** False finds in a thousand lines, by info type. */
  readonly falseFinds: Readonly<Record<string, number>>;
  readonly falsePerThousand: number;
  /** What stands there, and how much of it was found. */
  readonly held: number;
  readonly missed: number;
}

/** Lines of each kind. */
const LINES = 300;
const SEED = 11;
/** Addresses of pages are there where they are found; they are no mistakes. */
const NOT_COUNTED: ReadonlySet<string> = new Set(['URL']);

/** Judges detection on lines of all kinds, each kind as one text and line by line, as columns hold them. */
export async function logFigures(
  detection: TextDetectionService,
  kinds: readonly LogKind[] = LOG_KINDS,
): Promise<LogFigures> {
  const counts: Record<string, number> = {};
  let lines = 0;
  let held = 0;
  let missed = 0;
  for (const kind of kinds) {
    const random = createRandom(SEED);
    const written = Array.from({ length: LINES }, () => kind.line(random));
    for (const texts of [[written], written.map((line) => [line])])
      for (const text of texts) {
        const judged = await judge(detection, text);
        lines += text.length;
        held += judged.held;
        missed += judged.missed;
        for (const type of judged.mistaken) counts[type] = (counts[type] ?? 0) + 1;
      }
  }
  const falseFinds = Object.fromEntries(
    Object.entries(counts).map(([type, count]) => [type, (1_000 * count) / lines]),
  );
  const falsePerThousand = Object.values(falseFinds).reduce((sum, count) => sum + count, 0);
  return { lines, falseFinds, falsePerThousand, held, missed };
}

/** What stands where. */
interface Held {
  readonly infoType: string;
  readonly start: number;
  readonly end: number;
}

async function judge(
  detection: TextDetectionService,
  lines: readonly LogLine[],
): Promise<{ readonly held: number; readonly missed: number; readonly mistaken: readonly string[] }> {
  const holdings: Held[] = [];
  let text = '';
  for (const line of lines) {
    for (const entry of line.holds) {
      const [infoType = '', value = ''] = entry.split(' ');
      const start = text.length + line.text.indexOf(value);
      holdings.push({ infoType, start, end: start + value.length });
    }
    text += `${line.text}\n`;
  }
  const { spans } = await detection.detect(text);
  return {
    held: holdings.length,
    missed: holdings.filter((holding) => !spans.some((span) => isOf(span, holding))).length,
    mistaken: spans
      .filter((span) => !NOT_COUNTED.has(span.infoType) && !holdings.some((holding) => isOf(span, holding)))
      .map(({ infoType }) => infoType),
  };
}

const isOf = (span: TextSpan, { infoType, start, end }: Held): boolean =>
  span.infoType === infoType && span.start < end && span.end > start;
