import { classifierConformance } from '@datawave/plugin-sdk/testing';
import { cases } from '../test/cases.ts';
import { createLocationClassifier } from './location-classifier.ts';

classifierConformance(createLocationClassifier, { cases });
