import type { ClassifierCase } from '@datawave/plugin-sdk/testing';

import { otherCases } from './other-cases.ts';
import { peopleCases } from './people-cases.ts';
import { personIdCases } from './person-id-cases.ts';

export const cases: readonly ClassifierCase[] = [...peopleCases, ...personIdCases, ...otherCases];
