import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { saidText, t, useLanguage } from '@datawave/plugin-sdk/ui';
import { expect } from 'chai';
import { checkRule, type KnownIds } from '../src/rule/check-rule.ts';
import { DEFAULT_DOCUMENT, type RuleDocument } from '../src/rule/rule-document.ts';
import { invalidRule } from '../src/rule/rule-errors.ts';
import { LIMITS } from '../src/rule/rule-limits.ts';

const GERMAN: Readonly<Record<string, string>> = Object.assign(
  {},
  ...['plugin-sdk', 'plugins/scan-rules'].map((folder): unknown =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../../..', folder, 'locales/de.json'), 'utf8')),
  ),
);
/** What is left where a part of a sentence has no German, or only one of its parts. */
const ENGLISH =
  /\b(?:the|must|is|are|has|have|not|use|write|no|such|without|known|a|of|characters?|invalid|expected|token)\b/i;
/** Fragments of what was written, in which any word may stand. */
const QUOTED = /[„“"'][^„“"']*[“”"']|has\(…\)|bekannt sind [^.]*/g;

const NOTHING: KnownIds = {
  sources: new Set(),
  classifiers: new Set(),
  frameworks: new Set(),
  infoTypes: new Set(),
};
const RULE: RuleDocument = { ...DEFAULT_DOCUMENT, title: 'Rule' };
const GLOBS = ['', 'a\u0007', '{a', 'a[b', 'a[z-a]', 'x'.repeat(LIMITS.globCharacters + 1)];
const CRONS = [
  '* * *',
  '5',
  'H * * * *',
  '0 0 30 2 *',
  '99 * * * *',
  '* * * * XYZ',
  '5-1 * * * *',
  '*/0 * * * *',
  '0 0 1-99 * *',
];
const EXPRESSIONS = [
  ...[
    'asset.nme == "x"',
    'asset.name + 3 == "x"',
    'asset.name ==',
    'column.name == "x"',
    'asset.rows == null',
  ],
  ...[
    'asset.name',
    ' ',
    'foo == 1',
    'asset.name == "x',
    '#',
    "asset.name == 'x",
    '1 2',
    'asset.name) == "x"',
    '(asset.rows > 1',
  ],
  ...['asset.name.matches("(?=x)")', 'asset.name.matches("(")', 'asset.name.matches(asset.comment)'],
  ...[
    'asset.name.split(".").size() > 1',
    'cel.bind(x, 1, x == 1)',
    'asset.name.size(1) == 2',
    'asset.name && true',
  ],
  ...[
    'asset.columns.exists(c, asset.columns.exists(d, d.name == c.name))',
    'asset.path["a"] == "x"',
    'asset.rows["a"] == 1',
  ],
  ...[
    'asset.columns.exists(c, asset.columns.size() > 3)',
    '{"a": 1}["a"] == 1',
    'asset.?name == "x"',
    '08x == 1',
  ],
  ...[
    `${'('.repeat(60)}true${')'.repeat(60)}`,
    `"${'x'.repeat(3_000)}" == asset.name`,
    'asset.name ==\n"x" + 3',
  ],
  `asset.name.matches("${'x'.repeat(LIMITS.patternLength + 1)}")`,
];

describe('what is wrong with a scan rule', () => {
  before(() => useLanguage('de', GERMAN));
  after(() => useLanguage('en'));

  const expectGerman = (...rules: readonly RuleDocument[]): void => {
    const english = new Set<string>();
    for (const rule of rules) {
      const errors = checkRule(rule, NOTHING);
      expect(errors, JSON.stringify(rule)).not.to.deep.equal([]);
      const { message, hint = '' } = invalidRule(errors);
      for (const sentence of [...errors.map((error) => error.message), message, hint]) {
        const german = saidText(t(sentence));
        if (german === sentence || ENGLISH.test(german.replaceAll(QUOTED, '')))
          english.add(`${sentence} → ${german}`);
      }
    }
    expect([...english], 'sentences without German').to.deep.equal([]);
  };

  it('is said in German of what it names', () => {
    expectGerman(
      ...GLOBS.map((glob) => ({ ...RULE, assets: { ...RULE.assets, include: [glob] } })),
      { ...RULE, sources: ['x'], classifiers: ['x'], frameworks: ['x'], thresholds: { BADGE: 0.5 } },
      { ...RULE, sampling: { ...RULE.sampling, stratifyBy: 'kind' } },
      { ...RULE, sampling: { ...RULE.sampling, rows: 'full', strategy: 'head' } },
    );
  });

  it('is said in German of its schedule', () => {
    const schedules = [
      ...CRONS.map((cron) => ({ cron, timeZone: 'UTC' })),
      { cron: '0 0 * * *', timeZone: 'Here' },
    ];
    expectGerman(...schedules.map((schedule) => ({ ...RULE, schedule })));
  });

  it('is said in German of its expressions, with the place', () => {
    expectGerman(...EXPRESSIONS.map((where) => ({ ...RULE, assets: { ...RULE.assets, where } })));
  });
});
