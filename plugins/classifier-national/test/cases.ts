import type { ClassifierCase } from '@datawave/plugin-sdk/testing';
import { moreCases } from './more-cases.ts';
import { negativeCases } from './negative-cases.ts';
import { registerCases } from './register-cases.ts';

/** What no single country's number shows; those are in `templates.ts`. */
export const cases: readonly ClassifierCase[] = [...moreCases, ...registerCases, ...negativeCases];
