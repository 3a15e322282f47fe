import { classifierConformance } from '@datawave/plugin-sdk/testing';
import { cases } from '../test/cases.ts';
import { createHealthClassifier } from './health-classifier.ts';

classifierConformance(createHealthClassifier, { cases });
