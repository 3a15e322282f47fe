import {
  type Classifier,
  type ExamineContext,
  type InfoTypeEvidence,
  type Logger,
  type TableSample,
  type TableView,
  viewTable,
} from '@datawave/plugin-sdk';

/** What all classifiers say of one column. */
export type ColumnEvidence = readonly InfoTypeEvidence[];

/** What rules see of a sample, made when the first classifier asks for it and shared by all. */
export function sharedView(sample: TableSample): () => TableView {
  let view: TableView | undefined;
  return () => {
    view ??= viewTable(sample);
    return view;
  };
}

/**
 * Asks every classifier. One that throws or answers in the wrong shape is left out and named in the log:
 * the others' evidence stands.
 */
export async function gatherEvidence(
  sample: TableSample,
  classifiers: readonly Classifier[],
  context: ExamineContext,
  log: Logger,
): Promise<readonly ColumnEvidence[]> {
  const answers = await Promise.all(
    classifiers.map(async (classifier) => {
      try {
        const answer = await classifier.examine(sample, context);
        if (answer.length === sample.asset.columns.length) return answer;
        log.error(
          'a classifier answered for another number of columns than it was asked about; its evidence is left out',
          { classifier: classifier.info.id, asked: sample.asset.columns.length, answered: answer.length },
        );
      } catch (error) {
        log.error('a classifier failed; its evidence is left out', {
          classifier: classifier.info.id,
          asset: sample.asset.path.join('.'),
          error,
        });
      }
      return [];
    }),
  );
  return sample.asset.columns.map((_, position) => {
    const hasValues = (sample.columns[position]?.values.length ?? 0) > 0;
    return hasValues ? answers.flatMap((answer) => answer[position] ?? []) : [];
  });
}
