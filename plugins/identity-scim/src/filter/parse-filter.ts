import { invalid } from '../scim-error.ts';
import {
  type AttributePath,
  COMPARISONS,
  type Comparison,
  type Filter,
  type FilterValue,
  type PatchPath,
} from './filter.ts';

const LONGEST = 4_000;
const DEEPEST = 20;
const MOST_TERMS = 100;

type Token =
  | { readonly kind: 'word' | 'sign'; readonly text: string }
  | { readonly kind: 'value'; readonly value: FilterValue };

/** A sign, a JSON string or number, or a word; a word is an attribute, an operator, or `true`, `false` and `null`. */
const TOKEN =
  /\s*(?:([()[\]])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![A-Za-z0-9_:.-])|(\.?[A-Za-z$][A-Za-z0-9_:.$-]*))/uy;
/** `NAME`, `NAME.SUB`, or either behind the URN of a schema and a colon. */
const PATH = /^(?:(urn:[A-Za-z0-9_:.-]+):)?([A-Za-z$][A-Za-z0-9_$-]*)(?:\.([A-Za-z$][A-Za-z0-9_$-]*))?$/i;

/** Parses a filter. @throws ScimError invalidFilter */
export function parseFilter(text: string): Filter {
  const parser = new FilterParser(tokensOf(text));
  const filter = parser.filter(0);
  parser.end();
  return filter;
}

/** Parses what a PATCH operation names as its path. @throws ScimError invalidPath */
export function parsePatchPath(text: string): PatchPath {
  try {
    const parser = new FilterParser(tokensOf(text));
    const path = parser.path();
    const filter = parser.takes('[') ? parser.bracketed(0) : null;
    const sub = filter === null ? null : parser.subAttribute();
    parser.end();
    return { path, filter, sub };
  } catch {
    throw invalid('invalidPath', 'The path of an operation cannot be read.');
  }
}

/** An attribute on its own, as `attributes` and `excludedAttributes` list them; null when it is none. */
export function parseAttribute(text: string): AttributePath | null {
  const [, schema, name, sub] = PATH.exec(text.trim()) ?? [];
  return name === undefined
    ? null
    : { schema: schema?.toLowerCase() ?? null, name: name.toLowerCase(), sub: sub?.toLowerCase() ?? null };
}

function tokensOf(text: string): readonly Token[] {
  if (text.length > LONGEST) throw invalid('invalidFilter', `A filter has at most ${LONGEST} characters.`);
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  const scanner = new RegExp(TOKEN);
  while (scanner.lastIndex < end) {
    const at = scanner.lastIndex;
    const match = scanner.exec(text);
    if (match === null) throw unreadable(at);
    const [, sign, string, number, word] = match;
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (string !== undefined) tokens.push({ kind: 'value', value: stringOf(string) });
    else if (number !== undefined) tokens.push({ kind: 'value', value: Number(number) });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
  }
  return tokens;
}

function stringOf(json: string): string {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'string' || value.includes('\0') || !value.isWellFormed())
    throw invalid('invalidFilter', 'A text of the filter holds what no text here can hold.');
  return value;
}

/** By descent: `or` binds least, then `and`, then `not`. */
class FilterParser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #terms = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  filter(depth: number): Filter {
    if (depth > DEEPEST)
      throw invalid('invalidFilter', `A filter has at most ${DEEPEST} parentheses within each other.`);
    let left = this.#conjunction(depth);
    while (this.#takesWord('or')) left = { kind: 'or', left, right: this.#conjunction(depth) };
    return left;
  }

  bracketed(depth: number): Filter {
    const filter = this.filter(depth + 1);
    this.#expect(']');
    return filter;
  }

  path(): AttributePath {
    const token = this.#next();
    const path = token?.kind === 'word' ? parseAttribute(token.text) : null;
    if (path === null) throw this.#unexpected();
    return path;
  }

  /** `.value` behind a bracket. */
  subAttribute(): string | null {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word' || !token.text.startsWith('.')) return null;
    this.#at += 1;
    const sub = parseAttribute(token.text.slice(1));
    if (sub === null || sub.schema !== null || sub.sub !== null) throw this.#unexpected();
    return sub.name;
  }

  takes(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#at += 1;
    return true;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw this.#unexpected();
  }

  #conjunction(depth: number): Filter {
    let left = this.#term(depth);
    while (this.#takesWord('and')) left = { kind: 'and', left, right: this.#term(depth) };
    return left;
  }

  #term(depth: number): Filter {
    this.#terms += 1;
    if (this.#terms > MOST_TERMS) throw invalid('invalidFilter', `A filter has at most ${MOST_TERMS} terms.`);
    if (this.takes('(')) return this.#closed(depth);
    const before = this.#at;
    if (this.#takesWord('not') && this.takes('(')) return { kind: 'not', filter: this.#closed(depth) };
    this.#at = before;
    const path = this.path();
    if (this.takes('[')) return { kind: 'some', path, filter: this.bracketed(depth) };
    if (this.#takesWord('pr')) return { kind: 'present', path };
    const operator = this.#operator();
    return { kind: 'compare', path, operator, value: this.#value() };
  }

  #closed(depth: number): Filter {
    const filter = this.filter(depth + 1);
    this.#expect(')');
    return filter;
  }

  #operator(): Comparison {
    const token = this.#next();
    const wanted = token?.kind === 'word' ? token.text.toLowerCase() : '';
    const operator = COMPARISONS.find((one) => one === wanted);
    if (operator === undefined) throw this.#unexpected();
    return operator;
  }

  #value(): FilterValue {
    const token = this.#next();
    if (token?.kind === 'value') return token.value;
    const word = token?.kind === 'word' ? token.text.toLowerCase() : '';
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    throw this.#unexpected();
  }

  #takesWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word' || token.text.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.takes(sign)) throw this.#unexpected();
  }

  #next(): Token | undefined {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token;
  }

  #unexpected() {
    return unreadable(null, Math.min(this.#at + 1, this.#tokens.length));
  }
}

const unreadable = (character: number | null, word = 0) =>
  invalid(
    'invalidFilter',
    character === null
      ? `The filter cannot be read: something is wrong at its word ${word}.`
      : `The filter cannot be read: something is wrong at character ${character}.`,
  );
