import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { hasCheckDigit } from './check-digit.ts';

/** What is looked for, and what speaks for it. Weights are natural-log likelihood ratios: 2.3 makes the odds ten times better. */
export const createSamplePluginClassifier = (): Classifier =>
  defineClassifier({
    info: {
      id: 'sample-plugin',
      version: '0.1.0',
      title: 'Sample plugin',
      description:
        'Recognises sample plugin numbers by their form, their check digit and the name of their column.',
      infoTypes: [
        {
          id: 'SAMPLE_PLUGIN',
          title: 'Sample plugin',
          category: 'user.unique_id',
          sensitivity: 'confidential',
          personal: true,
        },
      ],
      sources: ['Where the form of the numbers is written down: name the document and its section here'],
    },
    // So that worker threads can make it for themselves: this file, and the name of this function.
    portable: { module: import.meta.url, create: 'createSamplePluginClassifier' },
    rules: [
      {
        infoType: 'SAMPLE_PLUGIN',
        kinds: ['text'],
        names: [{ phrases: ['sample plugin', 'sample plugin number', 'sample plugin id'], weight: 4 }],
        values: [
          {
            signal: 'checksum',
            says: 'have the form and the check digit of sample plugin numbers',
            minLength: 9,
            maxLength: 9,
            matches: /^[A-Z]{2}-\d{4}-\d$/,
            validate: hasCheckDigit,
            // How often a value of some other column passes: the form is rare, and one digit in ten is right by accident.
            chance: 0.0001,
          },
        ],
      },
    ],
  });
