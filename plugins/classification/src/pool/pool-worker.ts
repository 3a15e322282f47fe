import { type MessagePort, parentPort } from 'node:worker_threads';
import type { Classifier, Logger, PortableClassifier } from '@datawave/plugin-sdk';
import { sharedView } from '../shared-view.ts';
import { type ExamineOutcome, type PoolAnswer, type PoolOrder, READY } from './messages.ts';
import { createThreadLog, sendable } from './thread-log.ts';

/** The thread's side of the pool: makes classifiers as they are asked for and keeps them. */
function serve(port: MessagePort): void {
  const made = new Map<string, Promise<Classifier>>();
  const log = createThreadLog((remark) => port.postMessage(remark));
  const classifierOf = (
    portable: PortableClassifier,
  ): { readonly isNew: boolean; readonly classifier: Promise<Classifier> } => {
    const key = JSON.stringify([portable.create, portable.module, portable.settings]);
    const present = made.get(key);
    if (present !== undefined) return { isNew: false, classifier: present };
    const classifier = make(portable, log);
    made.set(key, classifier);
    return { isNew: true, classifier };
  };
  port.on('message', async ({ id, sample, workspaceId, classifiers }: PoolOrder) => {
    // A view is a function and cannot be sent: this thread makes its own.
    const context = { workspaceId, view: sharedView(sample) };
    const tell = (outcome: ExamineOutcome | null): void =>
      port.postMessage({ id, outcome } satisfies PoolAnswer);
    for (const portable of classifiers) {
      let classifier: Classifier;
      const { isNew, classifier: promised } = classifierOf(portable);
      try {
        classifier = await promised;
      } catch (error) {
        tell({ unmade: sendable(error) });
        continue;
      }
      // Making one may take a while, which is none of its time for the table; one that there is begins when the last answered.
      if (isNew) tell(null);
      try {
        tell({ answer: await classifier.examine(sample, context) });
      } catch (error) {
        tell({ failure: sendable(error) });
      }
    }
  });
  port.postMessage({ id: READY, outcome: null } satisfies PoolAnswer);
}

async function make({ module, create, settings }: PortableClassifier, log: Logger): Promise<Classifier> {
  const exported: Record<string, unknown> = await import(module);
  const factory = exported[create];
  if (typeof factory !== 'function') throw new TypeError(`${module} exports no function "${create}"`);
  const classifier: Classifier = await factory(settings, log);
  return classifier;
}

if (parentPort !== null) serve(parentPort);
