import { DataWaveError } from '../errors.ts';
import type { JsonSchema } from '../json-schema.ts';
import { extensionPointRef } from '../refs.ts';
import type { Logger } from '../services/logger.ts';
import { checkValue } from '../validation/check-value.ts';

/** What a step is, as data. @alpha */
export interface StepInfo {
  /** Lower case with hyphens: workflows name it. */
  readonly id: string;
  readonly version: string;
  /** As a verb: `Add working days`. */
  readonly title: string;
  readonly description: string;
  /** Closed JSON Schema of what it is given; every property has a title, and forms are made from it. */
  readonly input: JsonSchema;
  /** Closed JSON Schema of what it answers. */
  readonly output: JsonSchema;
}

/** What a run of a step is told. @alpha */
export interface StepContext {
  /** The same when it is tried again: what is done elsewhere is done once under it. */
  readonly runId: string;
  /** Id of the workspace. */
  readonly workspace: string;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/**
 * One thing that a workflow can do. Input and output are plain data, so that a run can be stored, tried again and done elsewhere; a step
 * that is tried again with the same `runId` does its work once. Nothing calls steps yet: the engine of workflows will own the point.
 * @alpha
 */
export interface WorkflowStep {
  readonly info: StepInfo;
  /** @throws DataWaveError DW_STEP_INPUT naming what is wrong with the input; anything else is tried again */
  run(input: unknown, context: StepContext): Promise<unknown>;
}

/** What {@link defineStep} takes. @alpha */
export interface StepDefinition<Input, Output> {
  readonly info: StepInfo;
  run(input: Input, context: StepContext): Promise<Output>;
}

/**
 * Makes a step that is only ever run with input that fits its schema, and that answers nothing else than its schema says.
 * @throws from `run` DataWaveError DW_STEP_INPUT, DW_STEP_OUTPUT
 * @alpha
 */
export function defineStep<Input, Output>({ info, run }: StepDefinition<Input, Output>): WorkflowStep {
  return {
    info,
    async run(input, context) {
      context.signal.throwIfAborted();
      // A copy with the defaults of the schema filled in; the caller's stays as it is.
      const checked = checkValue(info.input, structuredClone(input));
      if (checked.errors.length > 0)
        throw unfit('DW_STEP_INPUT', `The step "${info.id}" cannot take this`, checked.errors);
      const output = await run(checked.value as Input, context);
      const answered = checkValue(info.output, structuredClone(output));
      if (answered.errors.length > 0)
        throw unfit(
          'DW_STEP_OUTPUT',
          `The step "${info.id}" answered what its schema does not allow`,
          answered.errors,
        );
      return answered.value;
    },
  };
}

/** Names places and never values: they may be anybody's. */
const unfit = (
  code: string,
  what: string,
  errors: readonly { readonly pointer: string; readonly message: string }[],
): DataWaveError =>
  new DataWaveError({
    code,
    message: `${what}: ${errors.map(({ pointer, message }) => `${pointer === '' ? '/' : pointer} ${message}`).join('; ')}.`,
    hint:
      code === 'DW_STEP_INPUT'
        ? 'Correct the step in the workflow.'
        : 'Correct the plugin that brings the step.',
    status: code === 'DW_STEP_INPUT' ? 400 : 500,
  });

/** Key: the step's id. @alpha */
export const workflowStepPoint = extensionPointRef<WorkflowStep>('workflows.steps');
