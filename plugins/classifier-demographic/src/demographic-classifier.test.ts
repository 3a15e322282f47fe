import { classifierConformance } from '@datawave/plugin-sdk/testing';
import { cases } from '../test/cases.ts';
import { createDemographicClassifier } from './demographic-classifier.ts';

classifierConformance(createDemographicClassifier, { cases });
