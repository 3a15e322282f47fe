import { relative } from 'node:path';

/** A place in a configuration file; lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `config/standard.yaml:12:3`, relative to the working folder where that is shorter. */
export function formatLocation(location: SourceLocation): string {
  const near = relative(process.cwd(), location.file);
  return `${near.startsWith('..') || near === '' ? location.file : near}:${location.line}:${location.column}`;
}
