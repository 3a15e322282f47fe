import type { Classifier, ExamineContext, InfoTypeEvidence, Logger, TableSample } from '@datawave/plugin-sdk';
import type { ClassifierPool } from './pool/classifier-pool.ts';
import type { ExamineOutcome } from './pool/messages.ts';

/** What all classifiers say of one column. */
export type ColumnEvidence = readonly InfoTypeEvidence[];

/**
 * Asks every classifier; those that can work elsewhere in the pool's threads, where the table is worth it. The evidence is in
 * the order of the classifiers either way. One that throws or answers in the wrong shape is left out and named in the log:
 * the others' evidence stands.
 * @throws DataWaveError DW_CLASSIFICATION_WORKER when a thread of the pool did not survive the table
 */
export async function gatherEvidence(
  sample: TableSample,
  classifiers: readonly Classifier[],
  context: ExamineContext,
  log: Logger,
  pool: ClassifierPool | null = null,
): Promise<readonly ColumnEvidence[]> {
  const movable =
    pool?.takes(sample) === true ? classifiers.filter(({ portable }) => portable !== undefined) : [];
  const moved =
    pool === null || movable.length === 0
      ? Promise.resolve([])
      : pool.examine(
          sample,
          movable.flatMap(({ portable }) => portable ?? []),
          context.workspaceId,
        );
  const outcomes = await Promise.all(
    classifiers.map(async (classifier): Promise<ExamineOutcome> => {
      const place = movable.indexOf(classifier);
      const outcome = place < 0 ? null : ((await moved)[place] ?? null);
      if (outcome !== null && 'unmade' in outcome)
        log.warn('a classifier cannot be made in a worker thread; it works in the main thread', {
          classifier: classifier.info.id,
          error: outcome.unmade,
        });
      else if (outcome !== null) return outcome;
      try {
        return { answer: await classifier.examine(sample, context) };
      } catch (error) {
        return { failure: error };
      }
    }),
  );
  const answers = outcomes.map((outcome, index) => {
    const classifier = classifiers[index]?.info.id;
    if (!('answer' in outcome)) {
      log.error('a classifier failed; its evidence is left out', {
        classifier,
        asset: sample.asset.path.join('.'),
        failure: withoutMessage('failure' in outcome ? outcome.failure : outcome.unmade),
      });
      return [];
    }
    if (outcome.answer.length === sample.asset.columns.length) return outcome.answer;
    log.error(
      'a classifier answered for another number of columns than it was asked about; its evidence is left out',
      { classifier, asked: sample.asset.columns.length, answered: outcome.answer.length },
    );
    return [];
  });
  return sample.asset.columns.map((_, position) => {
    const hasValues = (sample.columns[position]?.values.length ?? 0) > 0;
    return hasValues ? answers.flatMap((answer) => answer[position] ?? []) : [];
  });
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
