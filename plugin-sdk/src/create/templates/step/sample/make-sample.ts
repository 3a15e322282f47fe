import { createSamplePluginStep } from '../src/step.ts';

const nothing = (): void => undefined;
const log = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => log,
};

/** Runs the step once, as a workflow would. */
const step = createSamplePluginStep();
const input = { from: '2026-12-23', days: 3, holidays: ['2026-12-24', '2026-12-25', '2026-12-31'] };
const output = await step.run(input, {
  runId: 'sample',
  workspace: 'sample',
  signal: AbortSignal.timeout(10_000),
  log,
});
console.log(`${step.info.title}: ${JSON.stringify(input)} → ${JSON.stringify(output)}`);
