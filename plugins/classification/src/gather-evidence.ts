import type {
  Classifier,
  ExamineContext,
  InfoTypeEvidence,
  Logger,
  TableSample,
  UnheardClassifier,
} from '@datawave/plugin-sdk';
import type { DescribedColumns } from './model/describe-column.ts';
import type { ClassifierPool } from './pool/classifier-pool.ts';
import type { ExamineOutcome } from './pool/messages.ts';
import { failed, type SlowClassifiers, setAside, timedOut } from './slow-classifiers.ts';
import { NOT_IN_TIME, withinTime } from './within-time.ts';

/** What all classifiers say of one column. */
export type ColumnEvidence = readonly InfoTypeEvidence[];

/** What classifiers say of a table. */
export interface GatheredEvidence {
  /** Of each column of the sample. */
  readonly columns: readonly ColumnEvidence[];
  /** Whose word is missing. */
  readonly unheard: readonly UnheardClassifier[];
  /** What the model needs to know of the columns whose values were read in other threads, if it was asked for. */
  readonly described?: DescribedColumns;
}

/** How classifiers are asked. */
export interface GatherOptions {
  readonly log: Logger;
  /** Threads for those that can work elsewhere; all work where they are unless given. */
  readonly pool?: ClassifierPool | undefined;
  /** Milliseconds that each classifier has for a table; as long as it takes unless given. */
  readonly timeoutMs?: number;
  /** Keeps those that are too slow again and again from being asked. */
  readonly slow?: SlowClassifiers;
  /** Whether a model will be asked: threads then describe the columns too, so that nobody reads all their values again for it. */
  readonly describes?: boolean;
}

/**
 * Asks every classifier; those that can work elsewhere in the pool's threads, where the table is worth it. The evidence is in
 * the order of the classifiers either way. One that throws, answers in the wrong shape or not in time is left out and
 * named in the answer and the log: the others' evidence stands.
 * @throws DataWaveError DW_CLASSIFICATION_WORKER when the pool was closed before the table was done
 */
export async function gatherEvidence(
  sample: TableSample,
  classifiers: readonly Classifier[],
  context: ExamineContext,
  { log, pool, timeoutMs = Number.POSITIVE_INFINITY, slow, describes = false }: GatherOptions,
): Promise<GatheredEvidence> {
  const asked = classifiers.filter(({ info }) => slow?.isSetAside(info) !== true);
  const movable =
    pool?.takes(sample, context.workspaceId) === true
      ? asked.filter(({ portable }) => portable !== undefined)
      : [];
  const moved =
    pool === undefined || movable.length === 0
      ? null
      : pool.examine(
          sample,
          movable.flatMap(({ portable }) => portable ?? []),
          context.workspaceId,
          { describes },
        );
  const outcomes = await Promise.all(
    classifiers.map(async (classifier): Promise<ExamineOutcome | null> => {
      if (!asked.includes(classifier)) return null;
      const place = movable.indexOf(classifier);
      const outcome = place < 0 ? null : ((await moved)?.outcomes[place] ?? null);
      if (outcome !== null && 'unmade' in outcome)
        log.warn('a classifier cannot be made in a worker thread; it works in the main thread', {
          classifier: classifier.info.id,
          error: outcome.unmade,
        });
      else if (outcome !== null) return outcome;
      try {
        const answer = await withinTime(classifier.examine(sample, context), timeoutMs);
        return answer === NOT_IN_TIME ? { timedOutAfterMs: timeoutMs } : { answer };
      } catch (error) {
        return { failure: error };
      }
    }),
  );
  const unheard: UnheardClassifier[] = [];
  const answers = classifiers.map(({ info }, index) => {
    const outcome = outcomes[index] ?? null;
    if (outcome === null) {
      unheard.push(setAside(info));
      return [];
    }
    if ('timedOutAfterMs' in outcome) slow?.wasSlow(info);
    else slow?.answered(info);
    const heard = answerOf(outcome, sample.asset.columns.length);
    if ('answer' in heard) return heard.answer;
    log.error('a classifier was not heard; its evidence is left out', {
      classifier: info.id,
      asset: sample.asset.path.join('.'),
      why: heard.why,
    });
    unheard.push(
      'timedOutAfterMs' in outcome ? timedOut(info, outcome.timedOutAfterMs) : failed(info, heard.message),
    );
    return [];
  });
  const columns = sample.asset.columns.map((_, position) => {
    const hasValues = (sample.columns[position]?.values.length ?? 0) > 0;
    return hasValues ? answers.flatMap((answer) => answer[position] ?? []) : [];
  });
  const described = (await moved)?.described;
  return { columns, unheard, ...(described === undefined ? {} : { described }) };
}

type Heard =
  | { readonly answer: readonly (readonly InfoTypeEvidence[])[] }
  /** For people, and for the log. */
  | { readonly message: string; readonly why: unknown };

function answerOf(outcome: ExamineOutcome, columns: number): Heard {
  if ('timedOutAfterMs' in outcome)
    return { message: 'was too slow', why: `no answer within ${outcome.timedOutAfterMs} ms` };
  if ('died' in outcome)
    return { message: 'ended its worker thread twice', why: withoutMessage(outcome.died) };
  if (!('answer' in outcome))
    return {
      message: 'failed',
      why: withoutMessage('failure' in outcome ? outcome.failure : outcome.unmade),
    };
  if (outcome.answer.length === columns) return outcome;
  return {
    message: `answered for ${outcome.answer.length} columns instead of ${columns}`,
    why: { asked: columns, answered: outcome.answer.length },
  };
}

/** What of an error may be logged: a classifier may quote a value in its message, never in where it failed. */
function withoutMessage(error: unknown): { readonly name: string; readonly at: readonly string[] } {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const end = (error.stack?.indexOf(error.message) ?? 0) + error.message.length;
  const frames = (error.stack ?? '').slice(end).split('\n');
  return {
    name: error.name,
    at: frames.filter((line) => /^\s+at /.test(line)).map((line) => line.trim()),
  };
}
