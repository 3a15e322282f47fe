import { ANYTHING, classBitOf, FIRST_CODES, type Gate, NOT_ASCII, OPEN_GATE } from './signature.ts';

/** What a part of an expression lets through. */
interface Part {
  readonly allowed: number;
  readonly required: number;
  readonly min: number;
  readonly max: number;
  /** Codes that may come first: 0 to 127, and 128 for whatever is not ASCII. */
  readonly first: Uint8Array;
}

const nothing = (): Uint8Array => new Uint8Array(FIRST_CODES);
const EMPTY: Part = { allowed: 0, required: 0, min: 0, max: 0, first: nothing() };

class Unreadable extends Error {}

/**
 * What a value must look like for an expression to have a chance, read off its source: classes, lengths, first characters.
 * Errs on the side of letting through: what it does not understand gives a gate that is open.
 */
export function gateOf(pattern: RegExp): Gate {
  if (/[^iusd]/.test(pattern.flags)) return OPEN_GATE;
  try {
    const reader = new PatternReader(pattern.source, pattern.flags);
    const { part, opensAtStart, endsAtEnd } = reader.readWhole();
    const isWhole = opensAtStart && endsAtEnd;
    return {
      allowed: isWhole ? part.allowed : ANYTHING,
      required: part.required,
      minLength: part.min,
      maxLength: isWhole ? part.max : Number.POSITIVE_INFINITY,
      ...(opensAtStart && part.min > 0 ? { first: part.first } : {}),
    };
  } catch (error) {
    if (error instanceof Unreadable) return OPEN_GATE;
    throw error;
  }
}

/** An atom that surely stands for nothing beyond ASCII. */
const ONLY_ASCII =
  /^(?:[!-\-/-~ ]|\\[dw]|\\[!-/:-@[-`{-~]|\[(?!\^)(?:[!-Z^-~ ]|\\[dw]|\\[!-/:-@[-`{-~])+\])$/;

/** Deeper nesting than anybody writes. */
const DEEPEST = 50;

class PatternReader {
  readonly #source: string;
  readonly #flags: string;
  readonly #atoms = new Map<string, Part>();
  #at = 0;
  #depth = 0;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#flags = flags;
  }

  /** The alternatives; the anchors hold only when each of them has them. */
  readWhole(): { readonly part: Part; readonly opensAtStart: boolean; readonly endsAtEnd: boolean } {
    let part: Part | null = null;
    let opensAtStart = true;
    let endsAtEnd = true;
    do {
      opensAtStart &&= this.#source[this.#at] === '^';
      const sequence = this.#readSequence();
      endsAtEnd &&= this.#endsWithDollar;
      part = part === null ? sequence : either(part, sequence);
    } while (this.#take('|'));
    if (this.#at < this.#source.length) throw new Unreadable();
    return { part, opensAtStart, endsAtEnd };
  }

  #endsWithDollar = false;

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #readAlternatives(): Part {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new Unreadable();
    let part = this.#readSequence();
    while (this.#take('|')) part = either(part, this.#readSequence());
    this.#depth -= 1;
    return part;
  }

  #readSequence(): Part {
    let part = EMPTY;
    this.#endsWithDollar = false;
    while (this.#at < this.#source.length) {
      const character = this.#source[this.#at];
      if (character === '|' || character === ')') break;
      this.#endsWithDollar = character === '$';
      const isDollar = this.#endsWithDollar;
      part = follow(part, this.#readQuantified());
      this.#endsWithDollar = isDollar;
    }
    return part;
  }

  #readQuantified(): Part {
    const atom = this.#readAtom();
    const bounds = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(this.#source.slice(this.#at, this.#at + 24));
    if (bounds === null) return atom;
    this.#at += bounds[0].length;
    const [, sign, least, comma, most] = bounds;
    const min = sign === undefined ? Number(least) : sign === '+' ? 1 : 0;
    const max =
      sign === '?'
        ? 1
        : sign !== undefined || (comma === ',' && most === '')
          ? Number.POSITIVE_INFINITY
          : Number(comma === ',' ? most : least);
    return {
      allowed: max === 0 ? 0 : atom.allowed,
      required: min === 0 ? 0 : atom.required,
      min: atom.min * min,
      max: atom.max === 0 || max === 0 ? 0 : atom.max * max,
      first: atom.first,
    };
  }

  #readAtom(): Part {
    if (this.#take('^') || this.#take('$')) return EMPTY;
    if (this.#take('(')) return this.#readGroup();
    const rest = this.#source.slice(this.#at);
    if (/^\\[bB]/.test(rest)) {
      this.#at += 2;
      return EMPTY;
    }
    const written =
      /^\[(?:[^\]\\]|\\.)*\]/su.exec(rest)?.[0] ??
      /^\\(?:[pP]\{[^}]*\}|u\{[\da-fA-F]+\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|[dDsSwWtrnfv]|[^a-zA-Z\d])/su.exec(
        rest,
      )?.[0] ??
      /^[^\\[\]{}*+?]/su.exec(rest)?.[0];
    // Back references and the like.
    if (written === undefined) throw new Unreadable();
    // Without the flag u a character beyond the basic plane is two atoms: the quantifier binds the second only.
    if (written.length > 1 && !/^[\\[]/.test(written) && !this.#flags.includes('u')) throw new Unreadable();
    // Without it these are a letter and a quantifier.
    if (/^\\[pPu]\{/.test(written) && !this.#flags.includes('u')) throw new Unreadable();
    this.#at += written.length;
    const known = this.#atoms.get(written);
    if (known !== undefined) return known;
    const part = this.#describeAtom(written);
    this.#atoms.set(written, part);
    return part;
  }

  #readGroup(): Part {
    const isLook = /^\?(?:<?[=!])/.exec(this.#source.slice(this.#at, this.#at + 3));
    const opening = /^(?:\?:|\?<?[=!]|\?<[\p{L}_$][\p{L}\d_$]*>)?/u.exec(this.#source.slice(this.#at));
    this.#at += opening?.[0].length ?? 0;
    if (this.#source[this.#at] === '?') throw new Unreadable();
    const part = this.#readAlternatives();
    if (!this.#take(')')) throw new Unreadable();
    // What is looked at is not consumed and tells nothing of what is.
    return isLook === null ? part : EMPTY;
  }

  /** Asks the expression itself what one character of it stands for. */
  #describeAtom(written: string): Part {
    const one = new RegExp(`^(?:${written})$`, this.#flags);
    const first = nothing();
    let allowed = 0;
    for (let code = 0; code < 128; code++) {
      if (!one.test(String.fromCharCode(code))) continue;
      first[code] = 1;
      allowed |= classBitOf(code);
    }
    const isUnicode = this.#flags.includes('u');
    // With both flags some letters beyond ASCII equal k and s.
    const staysAscii = ONLY_ASCII.test(written) && !(isUnicode && this.#flags.includes('i'));
    if (!staysAscii) {
      first[128] = 1;
      allowed |= NOT_ASCII;
    }
    // One class that every such character belongs to is one that the value must hold.
    const required = (allowed & (allowed - 1)) === 0 ? allowed : 0;
    return { allowed, required, min: 1, max: isUnicode && !staysAscii ? 2 : 1, first };
  }
}

function either(one: Part, other: Part): Part {
  return {
    allowed: one.allowed | other.allowed,
    required: one.required & other.required,
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
    first: union(one.first, other.first),
  };
}

function follow(before: Part, after: Part): Part {
  return {
    allowed: before.allowed | after.allowed,
    required: before.required | after.required,
    min: before.min + after.min,
    max: before.max + after.max,
    // What can be left out may be followed at once.
    first: before.min > 0 ? before.first : union(before.first, after.first),
  };
}

const union = (one: Uint8Array, other: Uint8Array): Uint8Array =>
  one.map((bit, position) => bit | (other[position] ?? 0));
