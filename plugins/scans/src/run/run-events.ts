import {
  DataWaveError,
  type DomainEvent,
  type EventsService,
  type ExecutionScope,
  type ServerSentEvent,
} from '@datawave/plugin-sdk';
import type { RunLog } from '../log/run-log.ts';
import type { TaskQueries } from '../task/task-queries.ts';
import type { Visibility } from '../visibility.ts';
import type { RunQueries } from './run-queries.ts';
import { END_STATES, isEnded } from './run-state.ts';

/** A run is sent at most this often, however fast its tasks end. */
const INTERVAL_MS = 250;

/** Tasks that are read at once. */
const MOST_GATHERED = 500;

/** When nothing has come for so long of a run that has ended, nothing more will. */
const QUIET_MS = 500;

interface Services {
  readonly events: EventsService;
  readonly runs: Pick<RunQueries, 'detail'>;
  readonly tasks: TaskQueries;
  readonly log: RunLog;
  readonly visible: Visibility;
}

/**
 * What happens in a run, for as long as it lasts: the run at once and after changes, tasks as they end, entries of its log. The latest
 * entries are sent once more at the beginning: whoever has read the log knows them by their ids.
 * @param after - sequence of the last event that the client has seen; tasks that have ended since are sent, too
 */
export async function* runEvents(
  services: Services,
  scope: ExecutionScope,
  runId: string,
  after: string | undefined,
): AsyncGenerator<ServerSentEvent> {
  const done = new AbortController();
  const signal = AbortSignal.any([scope.signal, done.signal]);
  const stream = services.events.stream(
    { ...scope, signal },
    {
      types: ['scans.*'],
      subject: runId,
      ...(after === undefined ? {} : { after }),
    },
  );
  const events = stream[Symbol.asyncIterator]();
  // Listening begins before the run is read, so that nothing falls between the two.
  let next = take(events);
  let last = after;
  try {
    let run = await services.runs.detail(scope, runId);
    let told = await services.log.beginning(scope, runId);
    const hasMissed = after !== undefined;
    // An ended run is sent last: whoever receives it stops listening.
    if (!isEnded(run.state) || !hasMissed) yield sent('scan', run, last);
    if (isEnded(run.state) && !hasMissed) return;
    /** Tasks that have ended and are not sent yet: they are read together. */
    let ended: EndedTask[] = [];
    /** When the run is to be sent again; null while nothing about it has changed. */
    let due: Promise<'due'> | null = null;
    for (;;) {
      const patience: Promise<'due'> | null = isEnded(run.state) ? elapsed(QUIET_MS) : due;
      const event = await (patience === null ? next : Promise.race([next, patience]));
      if (event === 'expired') {
        // What was missed is gone from the log: the run as it is now must do.
        yield* runEvents(services, scope, runId, undefined);
        return;
      }
      let hasEnded = event === 'due' && isEnded(run.state);
      if (event !== 'due') {
        if (event.done === true) return;
        last = event.value.sequence;
        const task = taskOf(event.value);
        if (task !== null) ended.push({ id: task, sequence: last });
        next = take(events);
        hasEnded = isEnd(event.value);
        if (!isMove(event.value) && ended.length < MOST_GATHERED) {
          due ??= elapsed(INTERVAL_MS);
          continue;
        }
      }
      yield* tasksOf(services, scope, ended);
      ended = [];
      const entries = await services.log.after(scope, runId, told, MOST_GATHERED, services.visible);
      for (const entry of entries) yield sent('log', entry, last);
      told = entries.at(-1)?.id ?? told;
      run = await services.runs.detail(scope, runId);
      due = null;
      // A run may have ended in the database before its last events are here.
      if (hasEnded || !isEnded(run.state)) yield sent('scan', run, last);
      if (hasEnded) return;
    }
  } finally {
    // An iterator that is waiting for its next event would not hear that it is no longer wanted.
    done.abort();
    await events.return?.();
  }
}

interface EndedTask {
  readonly id: string;
  /** Of the event that told of it. */
  readonly sequence: string;
}

async function* tasksOf(
  { tasks }: Services,
  scope: ExecutionScope,
  ended: readonly EndedTask[],
): AsyncGenerator<ServerSentEvent> {
  if (ended.length === 0) return;
  const details = await tasks.byIds(
    scope,
    ended.map(({ id }) => id),
  );
  for (const { id, sequence } of ended) {
    const detail = details.get(id);
    if (detail !== undefined) yield sent('task', detail, sequence);
  }
}

/** The next event; `expired` when the log does not reach back to where the client wants to resume. */
function take(events: AsyncIterator<DomainEvent>): Promise<IteratorResult<DomainEvent> | 'expired'> {
  const next = events.next().catch((error: unknown) => {
    if (DataWaveError.is(error) && error.code === 'DW_EVENTS_EXPIRED') return 'expired' as const;
    throw error;
  });
  // It is awaited later, or never when the client has gone.
  next.catch(() => undefined);
  return next;
}

const sent = (event: string, data: unknown, id: string | undefined): ServerSentEvent => ({
  event,
  data,
  ...(id === undefined ? {} : { id }),
});

const elapsed = (milliseconds: number): Promise<'due'> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds, 'due'));

/** Whether an event moves the run to another state, which people should see at once. */
const isMove = (event: DomainEvent): boolean =>
  event.type !== 'scans.run.progressed' && event.type.startsWith('scans.run.');

const isEnd = (event: DomainEvent): boolean =>
  END_STATES.some((state) => event.type === `scans.run.${state}`);

function taskOf(event: DomainEvent): string | null {
  const { data } = event;
  if (event.type !== 'scans.task.ended' || typeof data !== 'object' || data === null || !('taskId' in data))
    return null;
  return typeof data['taskId'] === 'string' ? data['taskId'] : null;
}
