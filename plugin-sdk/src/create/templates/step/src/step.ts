import { DataWaveError, defineStep, type WorkflowStep } from '@datawave/plugin-sdk';
import { addWorkingDays } from './working-days.ts';

interface Input {
  readonly from: string;
  readonly days: number;
  readonly holidays: readonly string[];
}

const day = { type: 'string', format: 'date', pattern: '^20\\d\\d-\\d\\d-\\d\\d$' } as const;

/** Says by when something is due. Input and output are plain data; the same input gives the same output. */
export const createSamplePluginStep = (): WorkflowStep =>
  defineStep<Input, { readonly due: string }>({
    info: {
      id: 'sample-plugin',
      version: '0.1.0',
      title: 'Sample plugin',
      description: 'Adds working days to a day, and answers by when something is due.',
      input: {
        type: 'object',
        additionalProperties: false,
        required: ['from', 'days'],
        properties: {
          from: { ...day, title: 'Day from which it is counted' },
          days: { type: 'integer', minimum: 0, maximum: 3650, title: 'Working days' },
          holidays: {
            type: 'array',
            maxItems: 1000,
            items: day,
            default: [],
            title: 'Days on which nobody works',
          },
        },
      },
      output: {
        type: 'object',
        additionalProperties: false,
        required: ['due'],
        properties: { due: { ...day, title: 'Due on' } },
      },
    },
    async run({ from, days, holidays }) {
      // The schema knows the form of a day, and not which days there are.
      if (Number.isNaN(Date.parse(from)))
        throw new DataWaveError({
          code: 'DW_STEP_INPUT',
          message: 'The step "sample-plugin" cannot take this: /from is no day of the calendar.',
          hint: 'Correct the step in the workflow.',
          status: 400,
        });
      return { due: addWorkingDays(from, days, new Set(holidays)) };
    },
  });
