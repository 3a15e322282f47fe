import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { createLanguageList } from './language-list.ts';
import { createOccupationList } from './occupation-list.ts';
import { birthAndAgeRules } from './rules/birth-and-age.ts';
import { convictionRules } from './rules/convictions.ts';
import { genderAndFamilyRules } from './rules/gender-and-family.ts';
import { occupationRule } from './rules/occupation.ts';
import { originRules } from './rules/origin.ts';

/** Recognises what people are like: birth, gender, family, origin, beliefs, work. Its lists are read at the first column that needs them. */
export function createDemographicClassifier(): Classifier {
  const rules = [
    ...birthAndAgeRules,
    ...genderAndFamilyRules,
    ...originRules(createLanguageList()),
    ...convictionRules,
    occupationRule(createOccupationList()),
  ];
  return defineClassifier({
    portable: { module: import.meta.url, create: 'createDemographicClassifier' },
    info: {
      id: 'demographic',
      version: '1.2.0',
      title: 'Demographic data',
      description:
        'Birth dates, ages, genders, marital status, nationalities, languages, ethnic groups, beliefs, opinions, disabilities and occupations.',
      infoTypes: [...new Set(rules.map((rule) => rule.infoType))],
      sources: [
        'ISO/IEC 5218: codes for the representation of human sexes',
        'Unicode CLDR 48.2.0 (Unicode licence): names of languages in 38 languages and how many people speak them; ISO 639-1 codes',
        'WordNet 3.1 (WordNet licence) and the 1990 United States census (public domain): words and names that are languages or occupations, too',
        'International Labour Organization, ISCO-08: groups of occupations; titles of Faker 40.54.0 (MIT)',
        'Art. 9 GDPR: special categories of personal data',
      ],
    },
    rules,
  });
}
