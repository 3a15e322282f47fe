import type { Asset } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { checkRule } from '../rule/check-rule.ts';
import { DEFAULT_DOCUMENT, type RulePatch, withPatch } from '../rule/rule-document.ts';
import { selectAssets } from './select-assets.ts';

const asset = (name: string, columns: readonly string[] = ['id', 'email']): Asset => ({
  path: name.split('.'),
  type: 'table',
  columns: columns.map((column, ordinal) => ({
    ...{ name: column, ordinal, dataType: 'TEXT', nullable: true, comment: null },
    kind: 'text',
  })),
  comment: null,
  rowEstimate: null,
  sizeBytes: null,
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
  fingerprint: 'f',
});
const rule = (patch: RulePatch) => withPatch({ ...DEFAULT_DOCUMENT, title: 'A rule' }, patch);
const NOTHING_KNOWN = { sources: new Set<string>(), classifiers: null, frameworks: null, infoTypes: null };

describe('selecting by a rule', () => {
  it('goes by include, exclude and expression, and names what decided', async () => {
    const selected = await selectAssets(
      rule({ assets: { include: ['hr.*', 'x.*'], exclude: ['*.tmp_*'], where: 'asset.name != "hr.log"' } }),
      ['hr.staff', 'hr.tmp_1', 'shop.orders', 'hr.log'].map((name) => asset(name)),
    );
    expect(selected.map(({ isIncluded, reason }) => [isIncluded, reason])).to.deep.equal([
      [true, 'the rule lets it in'],
      [false, 'the name matches the exclude pattern "*.tmp_*"'],
      [false, 'the name matches none of the include patterns'],
      [false, 'the expression for assets does not hold'],
    ]);
  });

  it('reads all columns, some, or none of those of an asset', async () => {
    const columnsBy = async (columns: RulePatch['columns']) =>
      (await selectAssets(rule(columns === undefined ? {} : { columns }), [asset('a')]))[0]?.columns;
    expect(await columnsBy(undefined)).to.equal(null);
    expect(await columnsBy({ exclude: ['none'] })).to.equal(null);
    expect(await columnsBy({ exclude: ['em*'] })).to.deep.equal(['id']);
    expect(await columnsBy({ where: 'column.name == "email"' })).to.deep.equal(['email']);
    expect(await columnsBy({ include: ['none'] })).to.deep.equal([]);
  });

  it('scans what an expression cannot tell of, with the reason', async () => {
    const [one] = await selectAssets(rule({ assets: { where: 'asset.rows > 5' } }), [asset('a')]);
    expect(one).to.deep.include({
      ...{ isIncluded: true, isUndecided: true, columns: null },
      reason: 'the expression for assets cannot tell, since "rows" is not known of it, so it is scanned',
    });
    const [two] = await selectAssets(rule({ columns: { where: 'asset.rows > 5' } }), [asset('a')]);
    expect(two).to.deep.include({ isIncluded: true, isUndecided: true, columns: null });
    expect(two?.reason).to.match(/cannot tell of 2, since "rows" is not known/);
  });

  it('reads all of a file whose columns are known only then', async () => {
    const [one] = await selectAssets(rule({ columns: { exclude: ['x'] } }), [asset('a.csv', [])]);
    expect(one).to.deep.include({ isIncluded: true, columns: null });
    expect(one?.reason).to.include('known only once it is read');
  });

  it('ends in time whatever the globs are, and lets others have their turn', async function () {
    this.timeout(60_000);
    const hostile = [
      '*a*a*a*a*a*a*a*a*b',
      `${'{a,aa}'.repeat(30)}c`,
      `${'[a-z]*'.repeat(40)}!`,
      '{'.repeat(20) + '}'.repeat(20),
    ];
    const document = rule({
      assets: { include: hostile.slice(0, 3), exclude: hostile },
      columns: { include: hostile },
    });
    expect(checkRule(document, NOTHING_KNOWN)).to.deep.equal([]);
    const long = 'a'.repeat(400);
    const assets = Array.from({ length: 200 }, () => asset(long, [long, long]));
    let turns = 0;
    const turn = setInterval(() => {
      turns += 1;
    }, 1);
    const selected = await selectAssets(document, assets);
    clearInterval(turn);
    expect(selected).to.have.length(200);
    expect(turns, 'turns of others').to.be.greaterThan(0);
  });

  it('lets others have their turn within one asset, however long the names of its columns are', async function () {
    this.timeout(60_000);
    const document = rule({
      columns: { exclude: Array.from({ length: 33 }, (_, at) => `${'*a'.repeat(148)}b${at}`) },
    });
    expect(checkRule(document, NOTHING_KNOWN)).to.deep.equal([]);
    let turns = 0;
    const turn = setInterval(() => {
      turns += 1;
    }, 1);
    const names = Array.from({ length: 60 }, (_, at) => `${'a'.repeat(1_000)}${at}`);
    const [one] = await selectAssets(document, [asset('t', [...names, 'a'.repeat(1_000_000)])]);
    clearInterval(turn);
    expect(one?.columns).to.equal(null);
    expect(turns, 'turns of others').to.be.greaterThan(2);
  });

  it('answers for every glob that was admitted, and admits or refuses any', async () => {
    const glob = fc.oneof(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc
        .array(
          fc.constantFrom(
            '*',
            '**',
            '?',
            '[',
            ']',
            '[a-c]',
            '[!x]',
            '{',
            '}',
            ',',
            'a',
            '.',
            '-',
            '\\',
            '😀',
            '[z-a]',
          ),
          {
            minLength: 1,
            maxLength: 12,
          },
        )
        .map((pieces) => pieces.join('')),
    );
    await fc.assert(
      fc.asyncProperty(glob, fc.string({ maxLength: 12 }), async (pattern, name) => {
        const document = rule({
          assets: { include: [pattern], exclude: ['never'] },
          columns: { exclude: [pattern] },
        });
        if (document.assets.include[0] === '' || checkRule(document, NOTHING_KNOWN).length > 0) return true;
        const [one] = await selectAssets(document, [asset(name)]);
        return typeof one?.isIncluded === 'boolean';
      }),
      { numRuns: 600 },
    );
  });
});
