import type { DataWaveErrorOptions } from '@datawave/plugin-sdk';
import type { WorkshopTasks } from './workshop-tasks.ts';

/** What is asked of the worker thread. */
export interface WorkshopOrder {
  readonly id: number;
  readonly task: keyof WorkshopTasks;
  readonly input: readonly unknown[];
}

/** What it answers: a result, an error that people are told, or a failure of its own. */
export type WorkshopAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly refusal: DataWaveErrorOptions }
  | { readonly id: number; readonly failure: string };

/** Id of the message with which a thread says that it has loaded. */
export const READY = 0;
