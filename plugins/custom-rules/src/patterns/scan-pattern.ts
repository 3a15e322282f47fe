import { LIMITS } from '../rules/rule-limits.ts';
import type { PatternFault } from './pattern-fault.ts';
import { BACK_REFERENCE, UNAVAILABLE_ESCAPES, UNAVAILABLE_GROUPS } from './unavailable.ts';

/** What reading a pattern once tells of it. */
export interface PatternScan {
  /** At least as many instructions as the compiled pattern has; counted without compiling, which would cost as much. */
  readonly size: number;
  readonly fault: PatternFault | null;
  /** Steps that reading took: never more than a small multiple of the pattern's length. */
  readonly steps: number;
}

/** An open group: what its finished alternatives and the present one come to. */
interface Frame {
  readonly at: number;
  finished: number;
  present: number;
}

/** A number beyond every bound, so that products stay finite. */
const ENORMOUS = 1e9;

/** An empty alternative compiles to an instruction, too: without it repetitions of "()" would count as nothing. */
const sizeOfAlternative = (size: number): number => Math.max(1, size);

/**
 * Reads a pattern from left to right, once: finds what the linear-time engine does not offer, with the place and what
 * to write instead, and bounds the size of the program before any is made, since repetitions multiply.
 */
export function scanPattern(pattern: string): PatternScan {
  let top: Frame = { at: 0, finished: 0, present: 0 };
  const frames: Frame[] = [top];
  /** Size of what a repetition would apply to. */
  let last = 0;
  let position = 0;
  let steps = 0;
  const end = (fault: PatternFault | null): PatternScan => ({
    size: Math.min(ENORMOUS, top.finished + top.present + 3),
    fault,
    steps,
  });
  const fault = (at: number, message: string, hint: string): PatternScan =>
    end({ position: at, message, hint });
  const add = (size: number): void => {
    last = size;
    top.present = Math.min(ENORMOUS, top.present + size);
  };

  if (pattern.length > LIMITS.patternLength)
    return fault(
      LIMITS.patternLength,
      `the pattern has ${pattern.length} characters, ${LIMITS.patternLength} are the most`,
      'split it into several blocks of a group “any”, or list the words in a dictionary block',
    );
  while (position < pattern.length) {
    steps += 1;
    const at = position;
    const character = pattern[at] ?? '';
    if (character === '\\') {
      const escaped = readEscape(pattern, at);
      steps += escaped.length;
      if ('fault' in escaped) return end(escaped.fault);
      if (escaped.size > 0) add(escaped.size);
      position = at + escaped.length;
    } else if (character === '[') {
      const length = classLength(pattern, at);
      steps += length;
      if (length === 0)
        return fault(at, 'the class is not closed', 'add “]”, or write \\[ for the character');
      add(1);
      position = at + length;
    } else if (character === '(') {
      const unavailable = UNAVAILABLE_GROUPS.find(({ begins }) => pattern.startsWith(begins, at));
      if (unavailable !== undefined) return fault(at, unavailable.message, unavailable.hint);
      const opening = GROUP_OPENING.exec(pattern.slice(at, at + 120))?.[0] ?? '(';
      steps += opening.length;
      position = at + opening.length;
      // Flags alone are no group: what stands before them may still be repeated.
      if (opening.endsWith(')')) continue;
      if (frames.length > LIMITS.patternDepth)
        return fault(
          at,
          `more than ${LIMITS.patternDepth} groups stand within each other`,
          'leave out groups that enclose one thing',
        );
      // Whether it captures or not: a group that does takes two instructions.
      top = { at, finished: 2, present: 0 };
      frames.push(top);
      last = 0;
    } else if (character === ')') {
      if (frames.length === 1)
        return fault(at, 'a closing parenthesis is too many', 'leave it out, or write \\)');
      const group = frames.pop();
      top = frames.at(-1) ?? top;
      add((group?.finished ?? 0) + sizeOfAlternative(group?.present ?? 0));
      position = at + 1;
    } else if (character === '|') {
      top.finished = Math.min(ENORMOUS, top.finished + sizeOfAlternative(top.present) + 2);
      top.present = 0;
      last = 0;
      position = at + 1;
    } else {
      const repeat = readRepeat(pattern, at);
      if (repeat === null) {
        add(1);
        position = at + 1;
        continue;
      }
      steps += repeat.length;
      const next = pattern[at + repeat.length];
      if (next === '+')
        return fault(
          at + repeat.length,
          'a possessive repetition is not available',
          'leave out the second “+”; nothing backtracks here',
        );
      const before = last;
      top.present -= before;
      add(Math.min(ENORMOUS, before * repeat.times + repeat.extra));
      position = at + repeat.length + (next === '?' ? 1 : 0);
    }
  }
  if (frames.length > 1)
    return fault(top.at, 'the parenthesis is not closed', 'add “)”, or write \\( for the character');
  const scanned = end(null);
  return scanned.size <= LIMITS.programSize
    ? scanned
    : fault(
        0,
        `it unfolds to ${scanned.size >= ENORMOUS ? 'far too many' : scanned.size} steps, ${LIMITS.programSize} are the most`,
        'use smaller numbers in {…}, or “+” and “*” together with the length of the value; for a list of words take a dictionary',
      );
}

const GROUP_OPENING = /^\((?:\?(?:P?<[^>]{0,100}>|[a-zA-Z-]{0,10}[:)]))?/;

/** Escapes of one character that stand for a class or place. */
const SHORT = /^\\(?:[dDsSwWbBAzafnrtv]|[^\p{L}\p{N}])/u;
const CODE = /^\\(?:x[0-9a-fA-F]{2}|x\{[0-9a-fA-F]{1,6}\}|[0-7]{2,3}|0)/;
const PROPERTY = /^\\[pP](?:[A-Z]|\{\^?[A-Za-z_]{1,40}\})/;

type Escape =
  | { readonly length: number; readonly size: number }
  | { readonly length: number; readonly fault: PatternFault };

function readEscape(pattern: string, at: number): Escape {
  if (pattern[at + 1] === 'Q') {
    const close = pattern.indexOf('\\E', at + 2);
    const until = close < 0 ? pattern.length : close;
    return { length: (close < 0 ? until : until + 2) - at, size: until - at - 2 };
  }
  if (pattern[at + 1] === 'E') return { length: 2, size: 0 };
  const rest = pattern.slice(at, at + 50);
  const found = CODE.exec(rest)?.[0] ?? PROPERTY.exec(rest)?.[0] ?? SHORT.exec(rest)?.[0];
  if (found !== undefined) return { length: found.length, size: 1 };
  const letter = rest[1];
  const unavailable =
    letter === undefined ? undefined : /\d/.test(letter) ? BACK_REFERENCE : UNAVAILABLE_ESCAPES[letter];
  const fault: PatternFault = {
    position: at,
    message:
      unavailable?.message ??
      (letter === undefined ? 'it ends in a backslash' : `“\\${letter}” means nothing`),
    hint:
      unavailable?.hint ??
      (letter === undefined ? 'write \\\\ for the character' : 'leave out the backslash'),
  };
  return { length: 2, fault };
}

/** Length of a class of characters with its brackets; 0 when it is not closed. */
function classLength(pattern: string, at: number): number {
  let index = at + 1;
  if (pattern[index] === '^') index += 1;
  if (pattern[index] === ']') index += 1;
  while (index < pattern.length) {
    const character = pattern[index];
    if (character === ']') return index + 1 - at;
    if (character === '\\') index += 2;
    else if (character === '[' && pattern[index + 1] === ':') {
      const close = pattern.indexOf(':]', index + 2);
      // Without its end it is a bracket like any other character.
      index = close < 0 || close - index > 20 ? index + 1 : close + 2;
    } else index += 1;
  }
  return 0;
}

interface Repeat {
  readonly length: number;
  /** Copies of what is repeated. */
  readonly times: number;
  /** Instructions beside the copies. */
  readonly extra: number;
}

const COUNTED = /^\{(\d{1,6})(,(\d{1,6})?)?\}/;

function readRepeat(pattern: string, at: number): Repeat | null {
  const character = pattern[at];
  if (character === '*' || character === '+' || character === '?') return { length: 1, times: 1, extra: 2 };
  if (character !== '{') return null;
  const [text, low = '0', range, high] = COUNTED.exec(pattern.slice(at, at + 20)) ?? [];
  if (text === undefined) return null;
  const least = Number(low);
  const most = range === undefined ? least : high === undefined ? null : Number(high);
  return {
    length: text.length,
    times: Math.max(1, least, most ?? 0),
    extra: 2 + Math.max(0, (most ?? least) - least),
  };
}
