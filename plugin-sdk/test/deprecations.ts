/** A deprecation that leaves people alone: where it stands, and what it lacks. */
export interface DeprecationFault {
  readonly line: number;
  readonly message: string;
}

const SINCE = /^Since \d+\.\d+\.\d+\./;
const USE = /\bUse \S/;

/** Deprecations of a source that do not say since when, or what to use instead. */
export function findDeprecationFaults(source: string): readonly DeprecationFault[] {
  const faults: DeprecationFault[] = [];
  for (const match of source.matchAll(/@deprecated\b([\s\S]*?)(?=\n\s*\*\s*@|\*\/)/g)) {
    const text = (match[1] ?? '').replaceAll(/\n\s*\*\s?/g, ' ').trim();
    const line = source.slice(0, match.index).split('\n').length;
    if (!SINCE.test(text))
      faults.push({ line, message: 'does not begin with the version: @deprecated Since 1.4.0. Use …' });
    if (!USE.test(text))
      faults.push({ line, message: 'does not say what to use instead: @deprecated Since 1.4.0. Use …' });
  }
  for (const match of source.matchAll(/\bdeprecated\([\s\S]*?\buse:\s*(['"`])([^'"`]*)\1/g)) {
    const line = source.slice(0, match.index).split('\n').length;
    if (!/^Use \S/.test(match[2] ?? ''))
      faults.push({ line, message: 'does not say what to use instead: use: \'Use "…".\'' });
  }
  return faults;
}
