import { classifierConformance } from '@datawave/plugin-sdk/testing';
import { cases } from '../test/cases.ts';
import { createContactClassifier } from './contact-classifier.ts';

classifierConformance(createContactClassifier, { cases });
