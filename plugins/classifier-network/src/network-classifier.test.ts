import { classifierConformance } from '@datawave/plugin-sdk/testing';
import { cases } from '../test/cases.ts';
import { createNetworkClassifier } from './network-classifier.ts';

classifierConformance(createNetworkClassifier, { cases });
