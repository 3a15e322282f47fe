import type { SpanRule } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { makeNumbers } from '../test/make-numbers.ts';
import { templates } from '../test/templates.ts';
import { createNationalSpans } from './spans.ts';

const { rules } = createNationalSpans();

const find = (rule: SpanRule, text: string): readonly string[] =>
  [...text.matchAll(new RegExp(rule.pattern.source, `${rule.pattern.flags}g`))]
    .map((match) => match[0])
    .filter((value) => rule.validate?.(value) ?? true);

/** Info types that stand in a text by their forms alone, and those that would beside their name. */
function typesIn(text: string): { readonly alone: readonly string[]; readonly named: readonly string[] } {
  const types = (needsContext: boolean): readonly string[] => [
    ...new Set(
      rules
        .filter((rule) => (rule.needsContext === true) === needsContext && find(rule, text).length > 0)
        .map(({ infoType }) => infoType),
    ),
  ];
  return { alone: types(false), named: types(true) };
}

describe('national identifiers in text', () => {
  it('are found in unmistakable forms anywhere', () => {
    expect(typesIn('His number is 536-90-4399, he says.').alone).to.deep.equal(['US_SSN']);
    expect(typesIn('CPF: 390.533.447-05.').alone).to.deep.equal(['BR_CPF']);
    expect(typesIn('(756.9217.0769.85)').alone).to.deep.equal(['CH_AHV']);
    expect(typesIn('wohnt hier, 131052-308T').alone).to.include('FI_HETU');
    expect(typesIn('CF RSSMRA85T10A562S nato a Roma').alone).to.deep.equal(['IT_FISCAL_CODE']);
  });

  it('are not found where check digits fail, or within longer numbers', () => {
    expect(typesIn('390.533.447-06').alone).to.deep.equal([]);
    expect(typesIn('000-12-3456 and 666-12-3456').alone).to.deep.equal([]);
    expect(typesIn('1536-90-4399 and 536-90-43991 and 12-536-90-4399').alone).to.deep.equal([]);
    expect(typesIn('version 10.0.19041.1, order 111222333, call 202 555 0143').alone).to.deep.equal([]);
  });

  it('in common forms need a word near them', () => {
    expect(typesIn('BSN 111222333').alone).to.deep.equal([]);
    expect(typesIn('BSN 111222333').named).to.include('NL_BSN');
    for (const rule of rules.filter(({ id }) => id.endsWith('-by-name'))) {
      expect(rule.needsContext, rule.id).to.equal(true);
      expect(rule.context?.raise, rule.id).not.to.be.empty;
    }
  });

  it('are not raised by abbreviations that mean something else in a log', () => {
    const anywhere = rules.filter(({ id }) => !id.includes('-beside-'));
    const raised = new Set(
      anywhere.flatMap(({ context }) => context?.raise ?? []).map((phrase) => phrase.toLowerCase()),
    );
    for (const word of ['pid', 'cc', 'ci', 'pk', 'id', 'run']) expect(raised.has(word), word).to.equal(false);
  });

  it('stand right behind an abbreviation that means something else, in capitals or written in groups', () => {
    const beside = rules.filter(({ id }) => id.includes('-beside-'));
    expect(beside.map(({ infoType }) => infoType)).to.include.members(['CA_SIN', 'IE_PPSN', 'UY_CEDULA']);
    for (const { infoType, template } of templates)
      for (const rule of beside.filter((one) => one.infoType === infoType)) {
        const [value = ''] = makeNumbers(infoType, template, 1);
        const [label = ''] = rule.context?.raise ?? [];
        const read = (text: string): string | undefined => rule.pattern.exec(text)?.groups?.value;
        expect(read(`the ${label} no. ${value}, he says`), rule.id).to.equal(value);
        expect(read(`the ${label} is not here, ${value} is`), rule.id).to.equal(undefined);
        expect(read(`the ${label}-${value}`), rule.id).to.equal(undefined);
        expect(read(`the x${label} ${value}`), rule.id).to.equal(undefined);
        expect(read(`the ${label} ${value}0`), rule.id).to.not.equal(value);
      }
  });

  for (const { infoType, template } of templates) {
    it(`of the kind ${infoType} are found beside their name`, () => {
      const [value = ''] = makeNumbers(infoType, template, 1);
      const rule = rules.find(({ id }) => id === `${infoType.toLowerCase().replaceAll('_', '-')}-by-name`);
      expect(rule === undefined ? [] : find(rule, `It is ${value}.`)).to.deep.equal([value]);
    });
  }

  it('are documents beside the words for them', () => {
    const licence = rules.find(({ id }) => id === 'driver-license-by-name');
    const passport = rules.find(({ id }) => id === 'passport-by-name');
    expect(licence === undefined ? [] : find(licence, 'licence F162823540116 of 2021-05-06')).to.include(
      'F162823540116',
    );
    expect(passport === undefined ? [] : find(passport, 'passport C01X00T47? No: L8988901C.')).to.deep.equal([
      'L8988901C',
    ]);
  });

  it('are looked for without backtracking: this would not end within the time of a test', () => {
    const hostile = ['1'.repeat(20_000), '1-'.repeat(10_000), 'A1'.repeat(10_000), '123.'.repeat(5_000)];
    for (const rule of rules) for (const text of hostile) expect(find(rule, text)).to.deep.equal([]);
  });
});
