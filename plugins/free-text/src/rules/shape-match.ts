import { ANY_DIGIT, ANY_LOWER, ANY_UNICODE, ANY_UPPER, LONGEST_SHAPE } from '../scan/shape-symbols.ts';
import type { CharacterSet } from './character-set.ts';
import { type PatternNode, readPattern } from './pattern-tree.ts';

const SYMBOLS = ANY_UNICODE + 1;

/** Tells whether a pattern may match in what has a shape: `symbols[0]` to `symbols[length - 1]`. Never no where it does match. */
export type ShapeMatch = (symbols: Uint8Array, length: number) => boolean;

/** The question put to the parts of a pattern; sets of places are bits, place p standing before symbol p. */
interface Shape {
  readonly symbols: Uint8Array;
  readonly length: number;
  /** All places. */
  readonly all: number;
  /** The places after letters and digits, as `\b` counts them. */
  readonly afterWord: number;
}

/** From a set of places the places where the part may have ended. */
type Step = (places: number, shape: Shape) => number;

const always: ShapeMatch = () => true;

/** What a pattern says of shapes; patterns that are not understood say that all may match. */
export function shapeMatch(pattern: RegExp): ShapeMatch {
  const tree = readPattern(pattern);
  if (tree === null) return always;
  const step = stepOf(tree, pattern.flags.includes('i') && pattern.flags.includes('u'));
  return (symbols, length) => {
    if (length > LONGEST_SHAPE) return true;
    let afterWord = 0;
    for (let at = 0; at < length; at++) if (isWord(symbols[at] ?? 0)) afterWord |= 2 << at;
    const all = (2 << length) - 1;
    return step(all, { symbols, length, all, afterWord }) !== 0;
  };
}

const isWord = (symbol: number): boolean =>
  symbol === ANY_DIGIT || symbol === ANY_UPPER || symbol === ANY_LOWER || symbol === 95;

/** Which symbols may be, or surely are, of the set. */
interface Held {
  readonly may: Uint8Array;
  readonly must: Uint8Array;
}

function heldIn(set: CharacterSet): Held {
  const may = new Uint8Array(SYMBOLS);
  const must = new Uint8Array(SYMBOLS);
  for (let code = 0; code < 128; code++) may[code] = must[code] = set[code] ?? 0;
  for (const [first, last] of [
    [48, 57],
    [65, 90],
    [97, 122],
  ] as const) {
    const held = set.subarray(first, last + 1);
    may[first] = held.includes(1) ? 1 : 0;
    must[first] = held.includes(0) ? 0 : 1;
  }
  may[ANY_UNICODE] = set[ANY_UNICODE] ?? 1;
  return { may, must };
}

/** The places before symbols that the table holds. */
function placesOf(table: Uint8Array, { symbols, length }: Shape): number {
  let places = 0;
  for (let at = 0; at < length; at++) if (table[symbols[at] ?? 0] === 1) places |= 1 << at;
  return places;
}

function stepOf(node: PatternNode, foldsUnicode: boolean): Step {
  switch (node.kind) {
    case 'one': {
      const { may } = heldIn(node.set);
      return (places, shape) => (places & placesOf(may, shape)) << 1;
    }
    case 'sequence': {
      const steps = node.parts.map((part) => stepOf(part, foldsUnicode));
      return (places, shape) => {
        let reached = places;
        for (const step of steps) {
          if (reached === 0) return 0;
          reached = step(reached, shape);
        }
        return reached;
      };
    }
    case 'choice': {
      const steps = node.parts.map((part) => stepOf(part, foldsUnicode));
      return (places, shape) => {
        let reached = 0;
        for (const step of steps) reached |= step(places, shape);
        return reached;
      };
    }
    case 'repeat': {
      const step = stepOf(node.part, foldsUnicode);
      const { least, most } = node;
      return (places, shape) => {
        let reached = places;
        for (let count = 0; count < least; count++) {
          if (reached === 0) return 0;
          const next = step(reached, shape);
          // Parts that may take nothing come to a halt.
          if (next === reached) break;
          reached = next;
        }
        let all = reached;
        for (let count = least; count < most; count++) {
          reached = step(reached, shape);
          if ((reached & ~all) === 0) break;
          all |= reached;
        }
        return all;
      };
    }
    case 'look':
      return lookStep(node, foldsUnicode);
    case 'start':
      return (places) => places & 1;
    case 'end':
      return (places, { length }) => places & (1 << length);
    case 'boundary':
    case 'no boundary': {
      // With both flags a few letters outside ASCII are parts of words, too.
      if (foldsUnicode) return (places) => places;
      const isWanted = node.kind === 'boundary';
      return (places, { afterWord }) => {
        const changes = afterWord ^ (afterWord >>> 1);
        return places & (isWanted ? changes : ~changes);
      };
    }
    case 'unknown':
      return (places, { all }) => (places === 0 ? 0 : all & -(places & -places));
  }
}

/** Places where what is looked for cannot stand, or surely stands, are left out. */
function lookStep(
  { part, isBehind, isNegated }: PatternNode & { kind: 'look' },
  foldsUnicode: boolean,
): Step {
  if (isNegated) {
    const sure = sureOf(part, isBehind);
    return sure === null ? (places) => places : (places, shape) => places & ~sure(shape);
  }
  if (isBehind) {
    if (part.kind !== 'one') return (places) => places;
    const { may } = heldIn(part.set);
    return (places, shape) => places & (placesOf(may, shape) << 1);
  }
  const step = stepOf(part, foldsUnicode);
  return (places, shape) => {
    let kept = 0;
    for (let rest = places; rest !== 0; rest &= rest - 1)
      if (step(rest & -rest, shape) !== 0) kept |= rest & -rest;
    return kept;
  };
}

/** The places before (or, looking behind, after) which something surely stands. */
type Sure = (shape: Shape) => number;

/** Null where nothing is sure. */
function sureOf(node: PatternNode, isBehind: boolean): Sure | null {
  switch (node.kind) {
    case 'one': {
      const { must } = heldIn(node.set);
      return isBehind ? (shape) => placesOf(must, shape) << 1 : (shape) => placesOf(must, shape);
    }
    case 'choice': {
      const parts = node.parts.map((part) => sureOf(part, isBehind)).filter((part) => part !== null);
      return (shape) => parts.reduce((places, part) => places | part(shape), 0);
    }
    case 'sequence': {
      // As far as each part takes one symbol.
      const parts = node.parts.map((part) => (part.kind === 'one' ? heldIn(part.set).must : null));
      if (parts.includes(null)) return null;
      const tables = parts.filter((part) => part !== null);
      return (shape) =>
        tables.reduce((places, table, index) => {
          const at = placesOf(table, shape);
          return places & (isBehind ? at << (tables.length - index) : at >>> index);
        }, -1);
    }
    case 'repeat':
      if (node.least === 0) return ({ all }) => all;
      return node.least === 1 ? sureOf(node.part, isBehind) : null;
    case 'start':
    case 'end': {
      const isStart = node.kind === 'start';
      return isStart === isBehind ? ({ length }) => (isStart ? 1 : 1 << length) : null;
    }
    default:
      return null;
  }
}
