/** A stretch of text that the model looks at. */
export interface NameWindow {
  readonly start: number;
  readonly end: number;
}

/** A window with the starts of the hints within it. */
export interface HintedWindow extends NameWindow {
  readonly hints: readonly number[];
}

/** How far a stretch reaches before and after a hint, when no sentence begins or ends earlier. */
const REACH = 160;
/** Stretches that touch are joined up to this length. */
const LONGEST = 1_200;

/** Stretches of whole sentences or lines around the hints, in the order of the text, apart from each other. */
export function nameWindows(
  text: string,
  from: number,
  to: number,
  hints: readonly NameWindow[],
): readonly HintedWindow[] {
  const windows: { start: number; end: number; readonly hints: number[] }[] = [];
  for (const { start, end } of [...hints].sort((a, b) => a.start - b.start)) {
    const last = windows.at(-1);
    if (last !== undefined && end <= last.end) {
      last.hints.push(start);
      continue;
    }
    const bound = last?.end ?? from;
    const first = sentenceStart(text, Math.max(start, bound), bound);
    const past = sentenceEnd(text, Math.max(end, first), to);
    if (last !== undefined && first - last.end <= 2 && past - last.start <= LONGEST) {
      last.end = past;
      last.hints.push(start);
    } else windows.push({ start: first, end: past, hints: [start] });
  }
  return windows;
}

const isBreak = (text: string, index: number): boolean => {
  const code = text.charCodeAt(index);
  if (code === 10) return true;
  if (code !== 46 && code !== 33 && code !== 63) return false;
  const next = text.charCodeAt(index + 1);
  if (next !== 32 && next !== 10) return false;
  // "Dr. Who" and "J. Smith" go on; a sentence ends after a longer word in lower case.
  const before = text.charCodeAt(index - 1);
  const earlier = text.charCodeAt(index - 3);
  return before >= 97 && before <= 122 && earlier >= 97 && earlier <= 122;
};

function sentenceStart(text: string, at: number, from: number): number {
  const earliest = Math.max(from, at - REACH);
  for (let index = at - 1; index >= earliest; index--) if (isBreak(text, index)) return index + 1;
  if (earliest === from) return from;
  const blank = text.indexOf(' ', earliest);
  return blank >= 0 && blank < at ? blank + 1 : earliest;
}

function sentenceEnd(text: string, at: number, to: number): number {
  const latest = Math.min(to, at + REACH);
  for (let index = at; index < latest; index++) if (isBreak(text, index)) return index + 1;
  if (latest === to) return to;
  const blank = text.lastIndexOf(' ', latest);
  return blank > at ? blank : latest;
}
