import { type MessagePort, parentPort } from 'node:worker_threads';
import type { Classifier, PortableClassifier } from '@datawave/plugin-sdk';
import { sharedView } from '../shared-view.ts';
import { type ExamineOutcome, type PoolAnswer, type PoolOrder, READY } from './messages.ts';

/** The thread's side of the pool: makes classifiers as they are asked for and keeps them. */
function serve(port: MessagePort): void {
  const made = new Map<string, Promise<Classifier>>();
  const classifierOf = (portable: PortableClassifier): Promise<Classifier> => {
    const key = `${portable.create} ${portable.module}`;
    const present = made.get(key) ?? make(portable);
    made.set(key, present);
    return present;
  };
  port.on('message', async ({ id, sample, workspaceId, classifiers }: PoolOrder) => {
    const context = { workspaceId, view: sharedView(sample) };
    const outcomes: ExamineOutcome[] = [];
    for (const portable of classifiers) {
      try {
        const classifier = await classifierOf(portable);
        try {
          outcomes.push({ answer: await classifier.examine(sample, context) });
        } catch (error) {
          outcomes.push({ failure: cloneable(error) });
        }
      } catch (error) {
        outcomes.push({ unmade: cloneable(error) });
      }
    }
    port.postMessage({ id, outcomes } satisfies PoolAnswer);
  });
  port.postMessage({ id: READY, outcomes: [] } satisfies PoolAnswer);
}

async function make({ module, create }: PortableClassifier): Promise<Classifier> {
  const exported: Record<string, unknown> = await import(module);
  const factory = exported[create];
  if (typeof factory !== 'function') throw new TypeError(`${module} exports no function "${create}"`);
  const classifier: Classifier = factory();
  return classifier;
}

const cloneable = (error: unknown): unknown =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

if (parentPort !== null) serve(parentPort);
