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
    // A view is a function and cannot be sent: this thread makes its own.
    const context = { workspaceId, view: sharedView(sample) };
    const tell = (outcome: ExamineOutcome | null): void =>
      port.postMessage({ id, outcome } satisfies PoolAnswer);
    for (const portable of classifiers) {
      let classifier: Classifier;
      try {
        classifier = await classifierOf(portable);
      } catch (error) {
        tell({ unmade: cloneable(error) });
        continue;
      }
      tell(null);
      try {
        tell({ answer: await classifier.examine(sample, context) });
      } catch (error) {
        tell({ failure: cloneable(error) });
      }
    }
  });
  port.postMessage({ id: READY, outcome: null } satisfies PoolAnswer);
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
