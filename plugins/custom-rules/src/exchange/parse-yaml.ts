import { Composer, type Document, isMap, isScalar, Lexer, LineCounter, Parser, visit } from 'yaml';
import { unreadable } from './unreadable.ts';

/** Largest text that is read as YAML, in bytes: it takes a hundred times as long as JSON, and everybody waits meanwhile. */
export const YAML_BYTES = 1024 * 1024;
/** Lists and maps within each other. The parser goes down level by level on the stack, and what exhausts that may end the process. */
const DEEPEST = 100;
const OPENING = ['[', '{'];
const CLOSING = [']', '}'];
/** Each of these may open a block within the one before on the same line. */
const INDICATORS = ['-', '?', ':'];

/** Reads a text of a user as YAML 1.2. @throws DataWaveError DW_RULE_BUNDLE with the first place that is wrong */
export function parseYaml(text: string): unknown {
  if (Buffer.byteLength(text) > YAML_BYTES)
    throw unreadable(`is larger than ${YAML_BYTES / 1024 / 1024} MiB as YAML; JSON may be larger`);
  if (isDeep(text)) throw unreadable(`has more than ${DEEPEST} lists and maps within each other`);
  const lines = new LineCounter();
  const document = compose(text, lines);
  const [error] = document?.errors ?? [];
  if (error !== undefined) throw misread(error.message, error.pos[0], lines);
  const repeated = document === null ? null : repeatedKey(document);
  if (repeated !== null) throw misread('Map keys must be unique', repeated, lines);
  try {
    // Aliases could unfold to any size; an export has none.
    return document?.toJS({ maxAliasCount: 0 });
  } catch {
    throw unreadable('uses aliases ("*name"), which are not taken');
  }
}

/** The first document; nothing is read of what follows something that is none. */
function compose(text: string, lines: LineCounter): Document | null {
  // The composer compares each key with all before it where it is to find those that repeat.
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false, logLevel: 'error' });
  let first: Document | null = null;
  const take = (document: Document): void => {
    if (first !== null) throw unreadable('holds more than one document');
    first = document;
  };
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    if (token.type === 'error') throw misread(token.message, token.offset, lines);
    for (const document of composer.next(token)) take(document);
  }
  for (const document of composer.end(true, text.length)) take(document);
  return first;
}

function misread(message: string, offset: number, lines: LineCounter): Error {
  const { line, col } = lines.linePos(offset);
  // Only the first line: what follows quotes the text.
  const reason = message.split('\n')[0]?.replace(/ at line .*$/, '') ?? '';
  return unreadable(`is neither JSON nor YAML, line ${line}, column ${col}: ${reason.slice(0, 200)}`);
}

/** Whether a text opens so much without closing it that only who means harm has written it. */
function isDeep(text: string): boolean {
  let open = 0;
  let onLine = 0;
  let indent = 0;
  for (const token of new Lexer().lex(text)) {
    if (OPENING.includes(token)) open += 1;
    else if (CLOSING.includes(token)) open -= 1;
    else if (open === 0 && INDICATORS.includes(token)) onLine += 1;
    else if (token.includes('\n')) onLine = 0;
    else if (/^ +$/.test(token) && onLine === 0) indent = token.length;
    if (open > DEEPEST || onLine > DEEPEST || indent > 2 * DEEPEST) return true;
  }
  return false;
}

/** Where a key stands that its map has had before; null where there is none. */
function repeatedKey(document: Document): number | null {
  let found: number | null = null;
  visit(document, {
    Map(_, map) {
      if (!isMap(map)) return undefined;
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        const value = isScalar(key) ? key.value : key;
        if (seen.has(value)) {
          found = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
          return visit.BREAK;
        }
        seen.add(value);
      }
      return undefined;
    },
  });
  return found;
}
