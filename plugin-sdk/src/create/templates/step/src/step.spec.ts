import { stepConformance } from '@datawave/plugin-sdk/testing';
import { createSamplePluginStep } from './step.ts';

stepConformance(createSamplePluginStep, {
  cases: [
    {
      title: 'a day of the same week',
      input: { from: '2026-01-26', days: 3 },
      output: { due: '2026-01-29' },
    },
    {
      title: 'a day behind a weekend',
      input: { from: '2026-01-30', days: 1 },
      output: { due: '2026-02-02' },
    },
    {
      title: 'a day behind a holiday',
      input: { from: '2026-01-30', days: 1, holidays: ['2026-02-02'] },
      output: { due: '2026-02-03' },
    },
    {
      title: 'the day itself where nothing is added',
      input: { from: '2026-01-31', days: 0 },
      output: { due: '2026-01-31' },
    },
  ],
  refused: [
    { title: 'a day that is none', input: { from: '2026-13-40', days: 1 } },
    { title: 'half a day', input: { from: '2026-01-30', days: 0.5 } },
  ],
});
