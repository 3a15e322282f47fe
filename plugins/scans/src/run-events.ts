import type { DomainEvent, EventsService, ExecutionScope, ServerSentEvent } from '@datawave/plugin-sdk';
import { isEnded } from './run-state.ts';
import type { RunStore } from './run-store.ts';
import type { TaskStore } from './task-store.ts';

/** A run is sent at most this often, however fast its tasks end. */
const INTERVAL_MS = 250;

/**
 * What happens in a run, for as long as it lasts: the run at once and after changes, tasks as they end.
 * @param after - sequence of the last event that the client has seen
 */
export async function* runEvents(
  services: { readonly events: EventsService; readonly runs: RunStore; readonly tasks: TaskStore },
  scope: ExecutionScope,
  runId: string,
  after: string | undefined,
): AsyncGenerator<ServerSentEvent> {
  const stream = services.events.stream(scope, {
    types: ['scans.*'],
    subject: runId,
    ...(after === undefined ? {} : { after }),
  });
  const events = stream[Symbol.asyncIterator]();
  // Listening begins before the run is read, so that nothing falls between the two.
  let next = events.next();
  next.catch(() => undefined);
  let last = after;
  try {
    let run = await services.runs.detail(scope, runId);
    yield sent('scan', run, last);
    let isStale = false;
    while (!isEnded(run.state)) {
      const event = await (isStale ? Promise.race([next, elapsed()]) : next);
      if (event !== 'elapsed') {
        if (event.done === true) return;
        last = event.value.sequence;
        const task = taskOf(event.value);
        const detail = task === null ? null : await services.tasks.get(scope, task);
        if (detail !== null) yield sent('task', detail, last);
        next = events.next();
        next.catch(() => undefined);
        isStale = true;
        if (!isMove(event.value)) continue;
      }
      run = await services.runs.detail(scope, runId);
      yield sent('scan', run, last);
      isStale = false;
    }
  } finally {
    await events.return?.();
  }
}

const sent = (event: string, data: unknown, id: string | undefined): ServerSentEvent => ({
  event,
  data,
  ...(id === undefined ? {} : { id }),
});

const elapsed = (): Promise<'elapsed'> =>
  new Promise((resolve) => setTimeout(resolve, INTERVAL_MS, 'elapsed'));

/** Whether an event moves the run to another state, which people should see at once. */
const isMove = (event: DomainEvent): boolean =>
  event.type !== 'scans.run.progressed' && event.type.startsWith('scans.run.');

function taskOf(event: DomainEvent): string | null {
  const { data } = event;
  if (event.type !== 'scans.task.ended' || typeof data !== 'object' || data === null || !('taskId' in data))
    return null;
  return typeof data['taskId'] === 'string' ? data['taskId'] : null;
}
