import { classifierConformance } from '@datawave/plugin-sdk/testing';
import { cases } from '../test/cases.ts';
import { createCredentialClassifier } from './credential-classifier.ts';

classifierConformance(createCredentialClassifier, { cases });
