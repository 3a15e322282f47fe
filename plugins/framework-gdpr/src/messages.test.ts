import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssetFacts, MessageText } from '@datawave/plugin-sdk';
import { buildFacts } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { createGdpr } from './gdpr.ts';

const german = new Map<string, string>(
  Object.entries(JSON.parse(readFileSync(join(import.meta.dirname, '../locales/de.json'), 'utf8'))),
);
const placeholders = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();

/** All texts of a message that are its own: titles of types belong to the contract. */
const textsOf = ({ text, values }: MessageText): readonly string[] => [
  ...(placeholders(text).length === 0 ? [] : [text]),
  ...Object.values(values).flatMap((value) => (typeof value === 'object' ? textsOf(value) : [])),
];

const OF_ALL_KINDS: Readonly<Record<string, string>> = {
  ...{ name: 'PERSON_NAME', mail: 'EMAIL_ADDRESS', phone: 'PHONE_NUMBER', street: 'STREET_ADDRESS' },
  ...{ born: 'DATE_OF_BIRTH', faith: 'RELIGION', password: 'PASSWORD', key: 'API_KEY', iban: 'IBAN' },
  ...{ cvv: 'CREDIT_CARD_CVV', passport: 'PASSPORT_NUMBER', ip: 'IP_ADDRESS', salary: 'SALARY' },
};

describe('what findings say', () => {
  const findings = async (change: (facts: AssetFacts) => AssetFacts = (facts) => facts) => [
    ...(await createGdpr().assess(change({ ...buildFacts({ columns: OF_ALL_KINDS }), rowCount: 10_000 }))),
    ...(await createGdpr().assess(change(buildFacts({ columns: { mail: 'EMAIL_ADDRESS' } })))),
    ...(await createGdpr().assess(change(buildFacts({ columns: { faith: 'RELIGION' } })))),
  ];
  const contained = (facts: AssetFacts): AssetFacts => ({
    ...facts,
    columns: facts.columns.map((column) => ({
      ...column,
      classifications: column.classifications.map((one) => ({ ...one, question: 'contains' as const })),
    })),
  });
  const decided = (facts: AssetFacts): AssetFacts => ({
    ...facts,
    columns: facts.columns.map((column) => ({
      ...column,
      classifications: column.classifications.map((one) => ({ ...one, status: 'accepted' as const })),
    })),
  });

  it('has a German text with the same placeholders, whatever is found', async () => {
    const all = [
      ...(await findings()),
      ...(await findings(contained)),
      ...(await findings(decided)),
      ...(await findings((facts) => decided(contained(facts)))),
    ];
    expect(all.length).to.be.above(40);
    for (const { message, messageText, remediation } of all) {
      expect(message).not.to.match(/[{}]/);
      expect(german.get(remediation), remediation).to.be.a('string');
      if (messageText === undefined) throw new Error(`Nothing to look up: ${message}`);
      for (const text of textsOf(messageText)) {
        expect(german.get(text), text).to.be.a('string');
        expect(placeholders(german.get(text) ?? ''), text).to.deep.equal(placeholders(text));
      }
    }
  });
});
