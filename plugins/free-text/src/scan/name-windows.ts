import type { TextWindow } from './text-window.ts';

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
export function nameWindows(window: TextWindow, hints: readonly NameWindow[]): readonly HintedWindow[] {
  const { codes, from, to } = window;
  const windows: { start: number; end: number; readonly hints: number[] }[] = [];
  for (const { start, end } of [...hints].sort((a, b) => a.start - b.start)) {
    const last = windows.at(-1);
    if (last !== undefined && end <= last.end) {
      last.hints.push(start);
      continue;
    }
    const bound = last?.end ?? from;
    const first = sentenceStart(codes, Math.max(start, bound), bound);
    const past = sentenceEnd(codes, Math.max(end, first), to);
    if (last !== undefined && first - last.end <= 2 && past - last.start <= LONGEST) {
      last.end = past;
      last.hints.push(start);
    } else windows.push({ start: first, end: past, hints: [start] });
  }
  return windows;
}

function isBreak(codes: Uint16Array, index: number): boolean {
  const code = codes[index];
  if (code === 10) return true;
  if (code !== 46 && code !== 33 && code !== 63) return false;
  const next = codes[index + 1];
  if (next !== 32 && next !== 10) return false;
  // "Dr. Who" and "J. Smith" go on; a sentence ends after a longer word in lower case.
  return index >= 3 && isSmall(codes[index - 1] ?? 0) && isSmall(codes[index - 3] ?? 0);
}

const isSmall = (code: number): boolean => code >= 97 && code <= 122;

function sentenceStart(codes: Uint16Array, at: number, from: number): number {
  const earliest = Math.max(from, at - REACH);
  for (let index = at - 1; index >= earliest; index--) if (isBreak(codes, index)) return index + 1;
  if (earliest === from) return from;
  for (let index = earliest; index < at; index++) if (codes[index] === 32) return index + 1;
  return earliest;
}

function sentenceEnd(codes: Uint16Array, at: number, to: number): number {
  const latest = Math.min(to, at + REACH);
  for (let index = at; index < latest; index++) if (isBreak(codes, index)) return index + 1;
  if (latest === to) return to;
  for (let index = latest; index > at; index--) if (codes[index] === 32) return index;
  return latest;
}
