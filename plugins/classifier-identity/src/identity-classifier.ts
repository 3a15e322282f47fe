import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { createNameLists } from './name-lists.ts';
import { documentRules } from './rules/documents.ts';
import { identifierRules } from './rules/identifiers.ts';
import { nameRules } from './rules/names.ts';
import { nationalNumberRules } from './rules/national-numbers.ts';
import { organisationRule } from './rules/organisation.ts';

/** Recognises who people are. Its lists of names are read at the first column that needs them. */
export function createIdentityClassifier(): Classifier {
  const rules = [
    ...nameRules(createNameLists()),
    ...nationalNumberRules,
    ...documentRules,
    ...identifierRules,
    organisationRule,
  ];
  return defineClassifier({
    info: {
      id: 'identity',
      version: '1.0.0',
      title: 'Identity data',
      description:
        'Names, national identifiers and documents, organisations, identifiers of people and records.',
      infoTypes: [...new Set(rules.map((rule) => rule.infoType))],
      sources: [
        'United States Census Bureau, frequently occurring names of 1990 (public domain); name lists of @faker-js/faker 10.6.0 (MIT)',
        'Social Security Administration, POMS RM 10201.035: numbers that are issued',
        'IRS, Internal Revenue Manual 3.21.263: taxpayer identification numbers',
        'HMRC, National Insurance Manual NIM39110: format of national insurance numbers',
        '§ 139b Abgabenordnung and ISO 7064 MOD 11,10: German tax identification number',
        'INSEE: number and key of the répertoire national (NIR)',
        'Orden INT/2058/2008: control letter of the Spanish tax number',
        'Decreto ministeriale 12 March 1974: Italian fiscal code',
        'Rijksdienst voor Identiteitsgegevens: eleven-test of the citizen service number',
        'Ministerstwo Cyfryzacji: structure of the PESEL number',
        'Service Canada: social insurance number, Luhn check digit (ISO/IEC 7812-1)',
      ],
    },
    rules,
  });
}
