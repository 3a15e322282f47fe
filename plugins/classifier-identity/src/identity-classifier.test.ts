import { classifierConformance } from '@datawave/plugin-sdk/testing';
import { cases } from '../test/cases.ts';
import { createIdentityClassifier } from './identity-classifier.ts';

classifierConformance(createIdentityClassifier, { cases });
