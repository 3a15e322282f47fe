import type { ClassifierCase } from '@datawave/plugin-sdk/testing';
import { documentCases } from './document-cases.ts';
import { moreCases } from './more-cases.ts';
import { negativeCases } from './negative-cases.ts';

/** What no single country's number shows; those are in `templates.ts`. */
export const cases: readonly ClassifierCase[] = [...moreCases, ...documentCases, ...negativeCases];
