import { noPiece, type Piece } from './piece.ts';

/** What a look at one stretch of a text sees of it. All offsets count from the window's beginning. */
export interface TextWindow {
  /** The stretch and some of what stands around it. */
  readonly text: string;
  /** Its UTF-16 code units as numbers, many times quicker to read than the text; behind them zeros. */
  readonly codes: Uint16Array;
  readonly length: number;
  /** The stretch within the window. */
  readonly from: number;
  readonly to: number;
  /** Where in the whole text the window begins. */
  readonly base: number;
  /** Where its pieces are read into, one after the other. */
  readonly piece: Piece;
}

/** Code units before a stretch that rules and phrases may look at, and more. */
const BEFORE = 256;
/** The same behind it: a label's value may be long. */
const AFTER = 1_024;
/** Zeros behind the text, so that a look at what follows needs no bound. */
const ROOM = 16;
/** Up to this length code units are quicker copied one by one. */
const SHORT = 48;
/** Room kept from text to text. */
const LEAST_ROOM = 1 << 12;
const MOST_ROOM = 1 << 18;

/** Looks through windows at texts, one at a time: what was seen through the last one is wiped at its end. */
export interface TextWindows {
  look<T>(whole: string, from: number, to: number, use: (window: TextWindow) => T): T;
}

/** The same memory as code units and as bytes, and what is quicker kept than made for each text. */
interface Room {
  readonly codes: Uint16Array;
  readonly bytes: Buffer;
  readonly piece: Piece;
}

function createRoom(units: number): Room {
  const codes = new Uint16Array(units);
  return { codes, bytes: Buffer.from(codes.buffer), piece: noPiece() };
}

/** Makes windows. */
export function createTextWindows(): TextWindows {
  let kept = createRoom(LEAST_ROOM);
  /** A rule's check may look at a text itself. */
  let isLent = false;
  const roomFor = (units: number): Room => {
    if (isLent || units > MOST_ROOM) return createRoom(units);
    if (kept.codes.length < units) kept = createRoom(Math.min(MOST_ROOM, units * 2));
    return kept;
  };
  return {
    look(whole, from, to, use) {
      const base = Math.max(0, from - BEFORE);
      const end = Math.min(whole.length, to + AFTER);
      const text = base === 0 && end === whole.length ? whole : whole.slice(base, end);
      const length = end - base;
      const { codes, bytes, piece } = roomFor(length + ROOM);
      if (length > SHORT) bytes.write(text, 0, 'utf16le');
      else for (let index = 0; index < length; index++) codes[index] = text.charCodeAt(index);
      codes.fill(0, length, length + ROOM);
      const wasLent = isLent;
      isLent = true;
      try {
        return use({ text, codes, length, from: from - base, to: to - base, base, piece });
      } finally {
        isLent = wasLent;
        codes.fill(0, 0, length);
      }
    },
  };
}
