import { classifierConformance } from '@datawave/plugin-sdk/testing';
import { cases } from '../test/cases.ts';
import { createNationalClassifier } from './national-classifier.ts';

classifierConformance(createNationalClassifier, { cases });
