/** A pattern of JSON Schema, which is JavaScript's, as the linear engine writes it. */
export interface TranslatedPattern {
  readonly source: string;
  /** About as many instructions as its program will have. */
  readonly size: number;
}

/** What JavaScript takes for white space, and everything else, as parts of a class. */
const SPACE = String.raw`\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;
const NO_SPACE = String.raw`\x{0}-\x{8}\x{e}-\x{1f}!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`;
const PROPERTY_SIZE = 40;
const REPETITION = /\{(\d+)(,?)(\d*)\}/y;
const CODE_POINT = /u(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{4})(?:\\u([0-9A-Fa-f]{4}))?)/y;

/** What keeps a pattern from being run in linear time, with how to say it otherwise. */
export class PatternFault extends Error {}

/**
 * Turns a pattern into one of the linear engine that matches the same texts.
 * @throws PatternFault saying what it uses that has no bound, or that the engine does not have
 */
export function translatePattern(pattern: string): TranslatedPattern {
  try {
    // What is no pattern of JavaScript means something else in another engine.
    new RegExp(pattern, 'u');
  } catch (error) {
    throw new PatternFault(error instanceof Error ? error.message : String(error));
  }
  return new Translation(pattern).run();
}

class Translation {
  readonly #pattern: string;
  #at = 0;
  #source = '';
  #isInClass = false;
  /** Size of the innermost group so far, of those around it, and of what stands right before a repetition. */
  #size = 0;
  readonly #outer: number[] = [];
  #last = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  run(): TranslatedPattern {
    while (this.#at < this.#pattern.length) this.#step();
    return { source: this.#source, size: this.#size };
  }

  #step(): void {
    const character = this.#pattern[this.#at] ?? '';
    if (character === '\\') this.#escape();
    else if (this.#isInClass) this.#inClass(character);
    else if (character === '[') this.#class();
    else if (character === '(') this.#group();
    else if (character === ')') this.#endGroup();
    else if (character === '{') this.#repeat();
    else if (character === '.') this.#atom(String.raw`[^\n\r\x{2028}\x{2029}]`, 1);
    else if (character === '*' || character === '+' || character === '?') this.#keep(character, 1);
    else if (character === '|' || character === '^' || character === '$') this.#keep(character, 1);
    else this.#atom(character, 1);
  }

  /** @param length - of what stands in the pattern for it */
  #atom(written: string, length: number): void {
    this.#source += written;
    this.#at += length;
    if (this.#isInClass) return;
    this.#last = 1;
    this.#size += 1;
  }

  #keep(written: string, length: number): void {
    this.#source += written;
    this.#at += length;
    this.#size += 1;
  }

  #class(): void {
    this.#isInClass = true;
    this.#last = 1;
    this.#size += 1;
    if (this.#pattern.startsWith('[^]', this.#at)) this.#replaceClass(3, String.raw`[\x{0}-\x{10ffff}]`);
    else if (this.#pattern.startsWith('[]', this.#at)) this.#replaceClass(2, String.raw`[^\x{0}-\x{10ffff}]`);
    else {
      const begin = this.#pattern[this.#at + 1] === '^' ? '[^' : '[';
      this.#source += begin;
      this.#at += begin.length;
    }
  }

  #replaceClass(length: number, written: string): void {
    this.#source += written;
    this.#at += length;
    this.#isInClass = false;
  }

  #inClass(character: string): void {
    if (character === ']') this.#isInClass = false;
    // In a class "[:" begins a named one there, and nothing here.
    this.#source += character === '[' ? String.raw`\[` : character;
    this.#at += 1;
  }

  #group(): void {
    const begin = /^\((?!\?)|^\(\?:|^\(\?<(?![=!])[^>]*>/u.exec(this.#pattern.slice(this.#at));
    if (begin === null) throw new PatternFault(this.#groupFault());
    // Names are of no use to who only asks whether it matches.
    this.#source += begin[0] === '(?:' ? '(?:' : '(';
    this.#at += begin[0].length;
    this.#outer.push(this.#size);
    this.#size = 2;
  }

  #groupFault(): string {
    const rest = this.#pattern.slice(this.#at, this.#at + 4);
    if (/^\(\?<?[=!]/.test(rest))
      return 'it looks ahead or behind ("(?=", "(?!", "(?<=", "(?<!"); say it by two schemas under "allOf" or "not"';
    return 'it changes its flags within ("(?i:"); write out what is meant';
  }

  #endGroup(): void {
    this.#source += ')';
    this.#at += 1;
    this.#last = this.#size;
    this.#size += this.#outer.pop() ?? 0;
  }

  #repeat(): void {
    REPETITION.lastIndex = this.#at;
    const [written = '', least = '0', isRange = '', most = ''] = REPETITION.exec(this.#pattern) ?? [];
    const times = Math.max(Number(least) + (isRange !== '' && most === '' ? 1 : 0), Number(most));
    this.#size += this.#last * Math.max(0, times - 1) + 1;
    this.#source += written;
    this.#at += written.length;
  }

  #escape(): void {
    const next = this.#pattern[this.#at + 1] ?? '';
    if (/[1-9k]/.test(next))
      throw new PatternFault(
        'it refers back to what a group has matched; say it by "enum", or check it in the plugin',
      );
    if (next === 's') this.#atom(this.#isInClass ? SPACE : `[${SPACE}]`, 2);
    else if (next === 'S') this.#atom(this.#isInClass ? NO_SPACE : `[^${SPACE}]`, 2);
    else if (next === 'u') this.#codePoint();
    else if (next === 'x') this.#atom(this.#pattern.slice(this.#at, this.#at + 4), 4);
    else if (next === 'c')
      this.#atom(`\\x{${((this.#pattern.codePointAt(this.#at + 2) ?? 0) % 32).toString(16)}}`, 3);
    else if (next === '0') this.#atom(String.raw`\x{0}`, 2);
    else if (next === 'b' && this.#isInClass) this.#atom(String.raw`\x{8}`, 2);
    else if (next === 'p' || next === 'P') this.#property(next);
    else if (next === '/') this.#atom('/', 2);
    else this.#atom(`\\${next}`, 2);
  }

  #property(sign: string): void {
    const written = /^\\[pP]\{([^}]*)\}/.exec(this.#pattern.slice(this.#at));
    const name = written?.[1] ?? '';
    const short = /^(?:(?:General_Category|gc|Script|sc)=)?(\w+)$/.exec(name)?.[1] ?? name;
    this.#atom(`\\${sign}{${short}}`, written?.[0].length ?? 2);
    // Its ranges are many, and put in order for each time that it stands there.
    this.#size += PROPERTY_SIZE;
  }

  #codePoint(): void {
    CODE_POINT.lastIndex = this.#at + 1;
    const [, braced, first = '0', second] = CODE_POINT.exec(this.#pattern) ?? [];
    if (braced !== undefined) {
      this.#atom(`\\x{${braced}}`, braced.length + 4);
      return;
    }
    const high = Number.parseInt(first, 16);
    const low = second === undefined ? 0 : Number.parseInt(second, 16);
    const isPair = high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
    const point = isPair ? 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00) : high;
    this.#atom(`\\x{${point.toString(16)}}`, isPair ? 12 : 6);
  }
}
