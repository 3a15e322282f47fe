import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { saidText, useLanguage } from '@datawave/plugin-sdk/ui';
import { expect } from 'chai';
import type { Config } from '../src/config.generated.ts';
import { watchStates } from '../src/detect/detections.ts';
import { incidentName } from '../src/incidents/incident.ts';
import { Places } from '../src/place/places.ts';

const german = JSON.parse(readFileSync(join(import.meta.dirname, '../locales/de.json'), 'utf8')) as Record<
  string,
  string
>;

describe('sentences of the server', () => {
  before(() => useLanguage('de', german));
  after(() => useLanguage('en'));

  it('are said in the chosen language, with their numbers as it writes them', () => {
    expect(saidText('120,000 records were taken out within a day; the limit is 100,000.')).to.equal(
      '120.000 Datensätze wurden an einem Tag entnommen; die Grenze ist 100.000.',
    );
    expect(saidText('12 failed sign-ins for one name within 30 minutes.')).to.equal(
      '12 fehlgeschlagene Anmeldungen für einen Namen innerhalb von 30 Minuten.',
    );
    expect(saidText('Sign-ins 840 km apart within 2 minutes: Berlin, then 192.0.2.7.')).to.equal(
      'Anmeldungen 840 km voneinander entfernt innerhalb von 2 Minuten: Berlin, dann 192.0.2.7.',
    );
  });

  it('stay as they are where they are not known, however they are written', () => {
    for (const other of [
      '',
      'Nothing of the kind.',
      '<b> failed sign-ins for one name within 3 minutes.',
      'x'.repeat(9_000),
    ])
      expect(saidText(other)).to.equal(other);
  });

  it('hold a place that is called like a part of the sentence', () => {
    const hostile = 'Sign-ins 3 km apart within a minute: <img onerror=x>, then {to}, then (.*)$.';
    expect(saidText(hostile)).to.include('<img onerror=x>').and.to.include('(.*)$');
  });

  it('know everything that is watched for, on and off', () => {
    const each = { enabled: true, automatic: [] as const };
    const config = {
      bruteForce: { ...each, failures: 10, minutes: 30 },
      passwordSpray: { ...each, names: 10, namesEverywhere: 50, minutes: 60 },
      tokenReuse: each,
      travel: { ...each, minimumKm: 500, kmPerHour: 900 },
      massExport: { ...each, records: 100_000, exports: 50, factor: 10 },
      privileges: { ...each, roles: ['admin', 'owner'] },
      audit: each,
    } as unknown as Config;
    const off = { ...config, bruteForce: { ...config.bruteForce, enabled: false } };
    const known = new Places(
      [{ cidr: '192.0.2.0/24', place: 'Berlin', latitude: 1, longitude: 1 }] as never,
      null,
    );
    const said = [watchStates(config, known), watchStates(off, new Places([], null))].flat();
    for (const { detail } of said) expect(saidText(detail), detail).to.not.equal(detail);
  });

  it('name an incident by what it is and whom it is about, never by a key or a whole hash', () => {
    const nobody = { kind: 'unknown-name', id: 'unknown:oyo5os-FR4UmyG6L', name: null } as const;
    const named = [
      incidentName({ detection: 'brute-force', subject: nobody }),
      incidentName({ detection: 'token-reuse', subject: { kind: 'account', id: 'user:m', name: 'mara' } }),
    ];
    expect(named).to.deep.equal(['Brute force: a name that nobody has (oyo5os-F…)', 'Token reuse: mara']);
    expect(named.map(saidText)).to.deep.equal([
      'Brute-Force: ein Name, den niemand hat (oyo5os-F…)',
      'Token-Wiederverwendung: mara',
    ]);
  });
});
