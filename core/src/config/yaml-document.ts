import { pointerSegment } from '@datawave/plugin-sdk';
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { ConfigProblem } from './config-error.ts';
import type { SourceLocation } from './source-location.ts';

/** A YAML file as plain data, with the place of each of its values by JSON pointer. */
export interface LocatedDocument {
  readonly file: string;
  readonly value: unknown;
  readonly locations: ReadonlyMap<string, SourceLocation>;
  /** Pointers of scalars that stood in quotes: interpolation leaves them text. */
  readonly quoted: ReadonlySet<string>;
  readonly problems: readonly ConfigProblem[];
}

/** Parses YAML text; syntax errors and duplicate keys come back as problems, all of them. */
export function parseLocated(file: string, text: string): LocatedDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    logLevel: 'error',
    merge: false,
    prettyErrors: false,
  });
  const at = (offset: number): SourceLocation => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const problems = [...document.errors, ...document.warnings].map((fault) => ({
    pointer: '',
    location: at(fault.pos[0]),
    message: `The YAML is not well-formed: ${fault.message}`,
    hint: 'Correct the line, then run "datawave config check" again.',
  }));
  const locations = new Map<string, SourceLocation>();
  const quoted = new Set<string>();

  const walk = (node: Node | null, pointer: string): void => {
    if (node === null) return;
    if (node.range) locations.set(pointer, locations.get(pointer) ?? at(node.range[0]));
    if (isMap(node)) {
      for (const pair of node.items) {
        if (!isPair(pair) || !isScalar(pair.key)) continue;
        const child = `${pointer}/${pointerSegment(String(pair.key.value))}`;
        if (pair.key.range) locations.set(child, at(pair.key.range[0]));
        walk(pair.value as Node | null, child);
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, index) => {
        walk(item as Node | null, `${pointer}/${index}`);
      });
    } else if (isAlias(node)) {
      walk(node.resolve(document) ?? null, pointer);
    } else if (isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE')) {
      quoted.add(pointer);
    }
  };
  if (problems.length === 0) walk(document.contents, '');
  return {
    file,
    value: problems.length === 0 ? (document.toJS({ maxAliasCount: 100 }) as unknown) : {},
    locations,
    quoted,
    problems,
  };
}
