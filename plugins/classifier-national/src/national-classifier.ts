import {
  type Classifier,
  type ClassifierInfo,
  defineClassifier,
  type InfoTypeRule,
} from '@datawave/plugin-sdk';
import { nationalNumbers } from './national-numbers.ts';
import { documentRules } from './rules/documents.ts';
import { numberRules } from './rules/number-rules.ts';
import { organisationNumberRules } from './rules/organisation-numbers.ts';
import { personNumberRules } from './rules/person-numbers.ts';

const singleRules: readonly InfoTypeRule[] = [
  ...documentRules,
  ...personNumberRules,
  ...organisationNumberRules,
];

const describeNational = (): ClassifierInfo => ({
  id: 'national',
  version: '1.2.0',
  title: 'National identifiers',
  description:
    'Identity, tax, social insurance and health numbers of persons in 84 countries, passports and driving licences, and company numbers to tell apart.',
  infoTypes: [...new Set([...nationalNumbers, ...singleRules].map(({ infoType }) => infoType))],
  sources: [
    ...new Set(nationalNumbers.map(({ source }) => source)),
    'ICAO Doc 9303-4: machine-readable zone of passports',
    'DVLA, as printed on form D1: structure of the driver number',
    'Directive 2006/112/EC Art. 215 and VIES: forms of VAT numbers',
    'Receita Federal: CNPJ; Australian Business Register: ABN; INSEE: SIREN and SIRET; ISO 17442: LEI; IRS: EIN',
  ],
});

/**
 * Recognises the numbers and documents by which states know persons, and tells them apart from those of companies.
 * Its hundred rules are compiled at the first sample.
 */
export function createNationalClassifier(): Classifier {
  const info = describeNational();
  let compiled: Classifier | null = null;
  return {
    info,
    portable: { module: import.meta.url, create: 'createNationalClassifier' },
    examine(sample, context) {
      compiled ??= defineClassifier({ info, rules: [...numberRules(nationalNumbers), ...singleRules] });
      return compiled.examine(sample, context);
    },
  };
}
