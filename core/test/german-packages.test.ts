import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataWaveError } from '@datawave/plugin-sdk';
import { saidText, t, useLanguage } from '@datawave/plugin-sdk/ui';
import { expect } from 'chai';
import * as lockErrors from '../src/packages/lock/lock-errors.ts';
import * as packageErrors from '../src/packages/package-errors.ts';
import { NOTICE_CODES, planNotice } from '../src/packages/plan/plan-notice.ts';

const GERMAN: Readonly<Record<string, string>> = Object.assign(
  {},
  ...['plugin-sdk', 'core'].map((folder): unknown =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../..', folder, 'locales/de.json'), 'utf8')),
  ),
);

const errors = { ...packageErrors, ...lockErrors };
/** What is handed to the functions that make errors: their parameters are names, versions, reasons and lists of these. */
const GIVEN = ['@acme/weather', '1.0.0', 'nothing fits'];
const LISTS: Readonly<Record<string, readonly unknown[]>> = {
  registryUnknown: ['main', ['other']],
  inheriting: [['@acme/weather would find the data and secrets kept under the id "weather", of @acme/other']],
  conflicting: [['@acme/weather claims the id "weather", which is of @acme/other']],
  needed: ['weather', ['tides']],
  movedOn: [['@acme/weather@1.0.0 does not know the migrations 0002, which its schema has']],
  settingsMissing: ['@acme/weather', ['/place is missing']],
  stillRevoked: ['weather', '1.0.0', { registry: 'main', reason: 'bad' }],
  packageUnknown: ['@acme/weather', null],
};
/** They are of the command line alone, or say who something is for programs. */
const OF_COMMANDS = new Set(['severalRegistries']);

describe('what is said of packages', () => {
  before(() => useLanguage('de', GERMAN));
  after(() => useLanguage('en'));

  it('is said by the page for every notice that a plan may have', () => {
    const page = readFileSync(
      join(import.meta.dirname, '../../shell-ui/src/pages/marketplace/plan-notice.ts'),
      'utf8',
    );
    expect(NOTICE_CODES.filter((code) => !page.includes(`'${code}'`))).to.deep.equal([]);
    expect(planNotice('other-keys', { plugin: 'x' }).text).to.equal('x is signed by other keys than before.');
  });

  it('is said in German of what failed after it was applied, and of what two claim', () => {
    expect(saidText('"weather" is failed: Failed in setup: no luck')).to.equal(
      '„weather“ ist fehlgeschlagen: Beim Einrichten ging es schief: no luck',
    );
    expect(saidText('a claims the permission "x:read", which is of the platform')).to.equal(
      'a beansprucht die Berechtigung „x:read“; das gehört der Plattform',
    );
  });

  it('is said in German, message and hint', () => {
    const made = Object.entries(errors).flatMap(([name, make]): readonly DataWaveError[] => {
      if (typeof make !== 'function' || OF_COMMANDS.has(name)) return [];
      const error: unknown = Reflect.apply(make, undefined, LISTS[name] ?? GIVEN);
      return DataWaveError.is(error) ? [error] : [];
    });
    expect(made.length, 'kinds of errors').to.be.greaterThan(30);
    const english = made.flatMap(({ message, hint = '' }) =>
      [message, hint].filter((sentence) => sentence !== '' && saidText(t(sentence)) === sentence),
    );
    expect(english, 'sentences without German').to.deep.equal([]);
  });
});
