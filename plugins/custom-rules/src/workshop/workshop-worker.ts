import { parentPort } from 'node:worker_threads';
import { DataWaveError } from '@datawave/plugin-sdk';
import { READY, type WorkshopAnswer, type WorkshopOrder } from './workshop-messages.ts';
import { workshopTasks } from './workshop-tasks.ts';

/** The worker thread's side of the workshop: one order after the other. */
parentPort?.on('message', (order: WorkshopOrder) => {
  void answer(order).then((message) => parentPort?.postMessage(message));
});

parentPort?.postMessage({ id: READY, result: null } satisfies WorkshopAnswer);

async function answer({ id, task, input }: WorkshopOrder): Promise<WorkshopAnswer> {
  try {
    const work: (...given: never[]) => Promise<unknown> = workshopTasks[task];
    return { id, result: await work(...(input as never[])) };
  } catch (error) {
    if (!DataWaveError.is(error))
      return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    const { code, message, hint, status, errors } = error;
    return { id, refusal: { code, message, status, errors, ...(hint === undefined ? {} : { hint }) } };
  }
}
