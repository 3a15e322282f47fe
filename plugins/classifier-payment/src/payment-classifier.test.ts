import { classifierConformance } from '@datawave/plugin-sdk/testing';
import { cases } from '../test/cases.ts';
import { createPaymentClassifier } from './payment-classifier.ts';

classifierConformance(createPaymentClassifier, { cases });
