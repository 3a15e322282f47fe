import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataWaveError, type FieldError, type JsonSchema } from '@datawave/plugin-sdk';
import { saidText, t, useLanguage } from '@datawave/plugin-sdk/ui';
import { expect } from 'chai';
import { createInputValidation, requireValid } from '../src/http/input-validation.ts';
import {
  lostRace,
  notStored,
  refused,
  secretsNeeded,
  settingsInvalid,
  unconditional,
} from '../src/plugins/settings/settings-errors.ts';
import { checkInput, KEPT } from '../src/plugins/settings/settings-input.ts';

const GERMAN: Readonly<Record<string, string>> = Object.assign(
  {},
  ...['plugin-sdk', 'core'].map((folder): unknown =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../..', folder, 'locales/de.json'), 'utf8')),
  ),
);
/** What is left where a part of a sentence has no German, or only one of its parts. */
const ENGLISH = /\b(?:the|must|is|are|has|have|not|known|missing|a|of|characters?|items?|changed)\b/i;
const QUOTED = /[„“"][^„“"]*[“”"]/g;

const SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['needed'],
  properties: {
    needed: { type: 'string' },
    text: { type: 'string', minLength: 2, maxLength: 3, pattern: '^x' },
    count: { type: 'integer', minimum: 1, maximum: 5 },
    share: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    flag: { type: 'boolean' },
    list: { type: 'array', minItems: 1, maxItems: 2, items: { type: ['string', 'null'] } },
    map: { type: 'object', minProperties: 1, maxProperties: 2, propertyNames: { pattern: '^k' } },
    mode: { enum: ['a', 'b'] },
    only: { const: 'x' },
  },
};
const WRONG: readonly Readonly<Record<string, unknown>>[] = [
  { text: 'a', count: 0, share: 0, flag: 'no', list: [], map: {}, mode: 'c', only: 'y', other: 1 },
  {
    needed: 1,
    text: 'xxxx',
    count: 6,
    share: 1,
    flag: null,
    list: [1, 2, 3],
    map: { k1: 1, k2: 2, k3: 3, x: 4 },
  },
  { needed: null, text: [], count: 1.5, share: 'x', list: {}, map: [] },
  { needed: 'x', modes: 'a' },
];
const SECRETS: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    url: { type: 'string', format: 'uri' },
    plain: { type: 'string' },
    password: { type: 'string', writeOnly: true },
    token: { writeOnly: true },
  },
};

describe('what the platform refuses', () => {
  before(() => useLanguage('de', GERMAN));
  after(() => useLanguage('en'));

  const expectGerman = (sentences: readonly string[]): void => {
    const english = [...new Set(sentences)].flatMap((sentence) => {
      const german = saidText(t(sentence));
      const isGerman = german !== sentence && !ENGLISH.test(german.replaceAll(QUOTED, ''));
      return isGerman || sentence === '' ? [] : [`${sentence} → ${german}`];
    });
    expect(english, 'sentences without German').to.deep.equal([]);
  };
  const messages = (errors: readonly FieldError[]): readonly string[] => errors.map(({ message }) => message);
  const all = ({ message, hint = '', errors = [] }: DataWaveError): readonly string[] => [
    message,
    hint,
    ...messages(errors),
  ];
  const refusalOf = (errors: readonly FieldError[]): DataWaveError => {
    try {
      requireValid(errors);
    } catch (error) {
      if (DataWaveError.is(error)) return error;
      throw error;
    }
    throw new Error('It was not refused.');
  };

  it('is said in German of requests', () => {
    const check = createInputValidation().forBody(SCHEMA, 'test');
    const errors = WRONG.flatMap((value) => check(value));
    expect(new Set(messages(errors)).size, 'messages').to.be.greaterThan(15);
    expectGerman([
      ...messages(errors),
      ...errors.flatMap((error) => all(refusalOf([error]))),
      ...all(refusalOf(errors)),
    ]);
  });

  it('is said in German of settings', async () => {
    const found = await Promise.all(
      WRONG.map((input) => checkInput('test', SCHEMA, input, { file: {}, stored: {} })),
    );
    const errors = found.flatMap((checked) => checked.errors);
    expect(new Set(messages(errors)).size, 'messages').to.be.greaterThan(20);
    const location = { file: 'datawave.yaml', line: 3, column: 5 };
    expectGerman([
      ...errors.flatMap((error) => all(settingsInvalid('test', { needed: 1 }, [error], () => null))),
      ...all(settingsInvalid('test', {}, errors.slice(0, 2), () => null)),
      ...messages(settingsInvalid('test', {}, errors.slice(0, 1), () => location).errors ?? []),
    ]);
  });

  it('is said in German of secrets that would be sent elsewhere, and of those that cannot be kept', async () => {
    const stored = { url: 'https://one.example', password: 'x' };
    const moved = await checkInput(
      'test',
      SECRETS,
      { url: 'https://other.example', password: `${KEPT}/password` },
      { file: {}, stored },
    );
    expect(messages(moved.moved)).to.have.length(1);
    const wrong = await Promise.all(
      [
        { token: 7 },
        { token: `${KEPT}/gone` },
        { password: 'secret://other' },
        { plain: 'secret://other' },
      ].map((input) => checkInput('test', SECRETS, input, { file: {}, stored })),
    );
    const errors = wrong.flatMap((checked) => checked.errors);
    expect(new Set(messages(errors)).size).to.equal(4);
    expectGerman([...all(secretsNeeded('test', moved.moved)), ...messages(errors)]);
  });

  it('is said in German of settings that were not kept', () => {
    const why = 'Disabled by an operator.';
    const errors = [
      notStored(),
      lostRace('test'),
      unconditional(),
      refused('test', why, true),
      refused('test', why, false),
    ];
    expectGerman(errors.flatMap((error) => all(error).map((sentence) => sentence)));
  });
});
