/** A module that a source file names, and the line it stands in. */
export interface ImportSite {
  readonly specifier: string;
  readonly line: number;
}

/**
 * Static statements begin a line, so that neither comments nor examples in comments match; `import()` may stand
 * anywhere, in types too.
 */
const PATTERNS = [
  /^[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])(?<specifier>[^'"]+)\1/gm,
  /^[ \t]*import\s*(['"])(?<specifier>[^'"]+)\1/gm,
  /\b(?:import|require|import\.meta\.resolve)\(\s*(['"])(?<specifier>[^'"]+)\1/g,
] as const;

/** The modules that a TypeScript or JavaScript source imports, re-exports or loads by a literal name. */
export function findImports(source: string): readonly ImportSite[] {
  const sites: ImportSite[] = [];
  for (const pattern of PATTERNS) {
    for (const match of source.matchAll(pattern)) {
      const specifier = match.groups?.['specifier'];
      if (specifier === undefined || isInComment(source, match.index)) continue;
      const end = match.index + match[0].length;
      sites.push({ specifier, line: source.slice(0, end).split('\n').length });
    }
  }
  return sites.sort((left, right) => left.line - right.line);
}

function isInComment(source: string, index: number): boolean {
  const before = source.slice(source.lastIndexOf('\n', index - 1) + 1, index);
  return /^\s*(\/\/|\/?\*)/.test(before);
}
