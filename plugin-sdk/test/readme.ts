import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of code in a page, with the paragraph above it. */
export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  readonly introduction: string;
}

/** The text of a page of this package's documentation. */
export const readPage = (name: string): string => readFileSync(join(import.meta.dirname, '..', name), 'utf8');

/** What stands under a heading of the second level. */
export function sectionOf(page: string, heading: string): string {
  const [, section] = page.split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`There is no section "${heading}".`);
  return section.split('\n## ')[0] ?? '';
}

export function codeBlocks(text: string): readonly CodeBlock[] {
  return [...text.matchAll(/(?:^|\n\n)([^`\n][^\n]*\n)?\n?```(\w+)\n([\s\S]*?)```/g)].map(
    ([, introduction = '', language = '', code = '']) => ({ introduction, language, code }),
  );
}

/** The file that a paragraph says the block below it belongs into: the last one it names. */
export function fileNamedIn(introduction: string): string | undefined {
  return [...introduction.matchAll(/`([\w./-]+\.(?:json|ts|yaml))`/g)].at(-1)?.[1];
}
