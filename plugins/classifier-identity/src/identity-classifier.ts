import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { createNameLists } from './name-lists.ts';
import { nameRules } from './rules/names.ts';
import { organisationRule } from './rules/organisation.ts';
import { personIdRule } from './rules/person-id.ts';
import { recordIdRule } from './rules/record-id.ts';

/** Recognises who people are. Its lists of names are read at the first column that needs them. */
export function createIdentityClassifier(): Classifier {
  const rules = [...nameRules(createNameLists()), personIdRule, recordIdRule, organisationRule];
  return defineClassifier({
    portable: { module: import.meta.url, create: 'createIdentityClassifier' },
    info: {
      id: 'identity',
      version: '2.0.0',
      title: 'Identity data',
      description: 'Names of persons and organisations, identifiers of people and records.',
      infoTypes: [...new Set(rules.map((rule) => rule.infoType))],
      sources: [
        'United States Census Bureau, frequently occurring names of 1990 (public domain); name lists of @faker-js/faker 10.6.0 and of Faker 40.54.0 (MIT)',
        'japanese-personal-name-dataset 0.4.0 (MIT): family names in kanji',
        'ISO 7064 MOD 11-2: check character of ORCID identifiers',
      ],
    },
    rules,
  });
}
