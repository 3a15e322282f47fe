import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { createNameLists } from './name-lists.ts';
import { identifierRules } from './rules/identifiers.ts';
import { nameRules } from './rules/names.ts';
import { organisationRule } from './rules/organisation.ts';

/** Recognises who people are. Its lists of names are read at the first column that needs them. */
export function createIdentityClassifier(): Classifier {
  const rules = [...nameRules(createNameLists()), ...identifierRules, organisationRule];
  return defineClassifier({
    info: {
      id: 'identity',
      version: '1.0.0',
      title: 'Identity data',
      description: 'Names of persons and organisations, identifiers of people and records.',
      infoTypes: [...new Set(rules.map((rule) => rule.infoType))],
      sources: [
        'United States Census Bureau, frequently occurring names of 1990 (public domain); name lists of @faker-js/faker 10.6.0 (MIT)',
      ],
    },
    rules,
  });
}
