import {
  type Classifier,
  type ColumnSample,
  INFO_TYPES,
  type InfoTypeEvidence,
  valueShape,
} from '@datawave/plugin-sdk';
import { FEEDBACK_ID } from './evidence-basis.ts';
import type { LessonTable } from './lessons.ts';
import { nameKey, shapeKey } from './look-alike.ts';

/** Distinct values that the shape of a column is taken from, as many as its stored profile rests on. */
const MOST_SHAPED = 2_000;
const LONGEST_SHAPED = 128;

/** Values that show whether the rest is worth looking at, where only the shape may say something. */
const MOST_GLANCED = 100;

const VERSION = '1.0.0';

/**
 * Speaks from what people decided about columns that look alike, in the workspace that asks. It knows names and shapes,
 * never a value.
 */
export function createFeedbackClassifier(lessons: (workspace: string) => Promise<LessonTable>): Classifier {
  const name = `${FEEDBACK_ID}@${VERSION}`;
  return {
    info: {
      id: FEEDBACK_ID,
      version: VERSION,
      title: "People's decisions",
      description: 'What people corrected in columns of the same name and shape.',
      infoTypes: INFO_TYPES.map(({ id }) => id),
      sources: ['Decisions of the workspace'],
    },
    async examine(sample, { workspaceId }) {
      const table = workspaceId === null ? null : await lessons(workspaceId);
      if (table === null || table.isEmpty) return sample.asset.columns.map(() => []);
      return sample.asset.columns.map((column, index): readonly InfoTypeEvidence[] => {
        const values = sample.columns[index];
        if (values === undefined || values.values.length === 0) return [];
        const named = { nameKey: nameKey(column.name), kind: column.kind };
        const hint = table.hint(named);
        if (hint === null) return [];
        if (hint === 'shape') {
          const glance = shapeKey(commonestShape(values, MOST_GLANCED));
          if (!table.knowsShape({ ...named, shapeKey: glance })) return [];
        }
        const question = { ...named, shapeKey: shapeKey(commonestShape(values, MOST_SHAPED)) };
        return [...table.evidence(question, name)].map(([infoType, evidence]) => ({
          infoType,
          evidence,
          matched: values.values.length,
          sampled: values.values.length,
        }));
      });
    },
  };
}

function commonestShape(
  { values, counts }: ColumnSample,
  most: number,
): readonly { shape: string; share: number }[] {
  const shapes = new Map<string, number>();
  let all = 0;
  for (let index = 0; index < Math.min(values.length, most); index++) {
    const shape = valueShape((values[index] ?? '').slice(0, LONGEST_SHAPED));
    const count = counts[index] ?? 1;
    shapes.set(shape, (shapes.get(shape) ?? 0) + count);
    all += count;
  }
  const [commonest] = [...shapes].sort(([shapeA, a], [shapeB, b]) => b - a || (shapeA < shapeB ? -1 : 1));
  return commonest === undefined ? [] : [{ shape: commonest[0], share: commonest[1] / all }];
}
