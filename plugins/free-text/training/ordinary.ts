import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashText } from '../src/names/hash.ts';
import { lexiconKey, listBit } from '../src/names/lexicon.ts';
import type { LabelledText } from './fill.ts';
import type { TrainingLists } from './lists.ts';
import type { Chance } from './random.ts';

/** Paragraphs of documentation that are taken at most. */
const MOST = 4_000;

/** Of the packages half teach and half judge. */
export const teaches = (packageName: string): boolean => hashText(packageName) % 2 === 0;

/** The permissively licensed packages below a `node_modules` folder, with the text of their README. */
export function readmes(
  folder: string,
): readonly { readonly name: string; readonly text: string; readonly author: string | null }[] {
  const names = readdirSync(folder).flatMap((entry) =>
    entry.startsWith('@') ? readdirSync(join(folder, entry)).map((inner) => `${entry}/${inner}`) : [entry],
  );
  return names.sort().flatMap((name) => {
    const manifest = join(folder, name, 'package.json');
    if (name.startsWith('.') || name.startsWith('@datawave/') || !existsSync(manifest)) return [];
    const { license, author } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      readonly license?: unknown;
      readonly author?: unknown;
    };
    if (typeof license !== 'string' || !/^(?:MIT|ISC|Apache-2\.0|BSD-[23]-Clause)$/.test(license)) return [];
    const readme = readdirSync(join(folder, name)).find((file) => /^readme(?:\.md)?$/i.test(file));
    if (readme === undefined) return [];
    const person = typeof author === 'string' ? author : ((author ?? {}) as { readonly name?: string }).name;
    return [
      {
        name,
        text: readFileSync(join(folder, name, readme), 'utf8'),
        author: person?.replace(/[<(].*$/, '').trim() || null,
      },
    ];
  });
}

/** Paragraphs of prose out of Markdown: no code, no tables, no badges. */
export const proseOf = (markdown: string): readonly string[] =>
  markdown
    .replace(/```[\s\S]*?```/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .split(/\n\s*\n/)
    .map((paragraph) =>
      paragraph
        .replace(/^[#>*\s-]+/, '')
        .replace(/[`*_]{1,2}/g, '')
        .trim(),
    )
    .filter((paragraph) => paragraph.length > 40 && paragraph.length < 1_500 && !/[|{}]/.test(paragraph));

/** Paragraphs in which nothing hints at a person or an organisation, taken as holding nothing. */
export function ordinaryTexts(folder: string, lists: TrainingLists, chance: Chance): readonly LabelledText[] {
  const name =
    listBit('first-name') |
    listBit('last-name') |
    listBit('city') |
    listBit('country') |
    listBit('nationality') |
    listBit('organisation');
  const ordinary = listBit('frequent') | listBit('ordinary');
  const isSuspicious = (paragraph: string): boolean =>
    /@|©|\bauthor|copyright|maintain|thank|contribut|\binc\b|\bltd\b|university|\bby [A-Z]/i.test(
      paragraph,
    ) ||
    [...paragraph.matchAll(/[\p{Lu}][\p{L}'-]+/gu)].some(([word]) => {
      const bits = lists.lexicon.get(lexiconKey(word)) ?? 0;
      return (bits & name) !== 0 && (bits & ordinary) === 0;
    });
  const found: LabelledText[] = [];
  for (const readme of readmes(folder)) {
    if (!teaches(readme.name)) continue;
    for (const paragraph of proseOf(readme.text))
      if (!isSuspicious(paragraph)) found.push({ text: paragraph, spans: [] });
  }
  return found
    .map((text) => ({ text, order: chance.next() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, MOST)
    .map(({ text }) => text);
}
