import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { birthAndAgeRules } from './rules/birth-and-age.ts';
import { demographicRules } from './rules/demographic.ts';
import { occupationRule } from './rules/occupation.ts';
import { specialCategoryRules } from './rules/special-categories.ts';

/** Recognises what people are like: birth, gender, family, origin, beliefs, work. */
export function createDemographicClassifier(): Classifier {
  const rules = [...birthAndAgeRules, ...demographicRules, ...specialCategoryRules, occupationRule];
  return defineClassifier({
    info: {
      id: 'demographic',
      version: '1.0.0',
      title: 'Demographic data',
      description:
        'Birth dates, ages, genders, marital status, nationalities, languages, ethnic groups, beliefs, opinions, disabilities and occupations.',
      infoTypes: [...new Set(rules.map((rule) => rule.infoType))],
      sources: [
        'ISO/IEC 5218: codes for the representation of human sexes',
        'Art. 9 GDPR: special categories of personal data',
      ],
    },
    rules,
  });
}
