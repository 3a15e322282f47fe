import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Classifier, ExamineContext, Logger, PortableClassifier } from '@datawave/plugin-sdk';
import { describeColumns } from '../model/describe-column.ts';
import { sharedView } from '../shared-view.ts';
import { type ExamineOutcome, type PoolAnswer, type PoolOrder, READY } from './messages.ts';
import { type OrderProgress, shareProgress } from './order-progress.ts';
import { unpackSample } from './packed-sample.ts';
import { createThreadLog, sendable } from './thread-log.ts';

/** The thread's side of the pool: makes classifiers as they are asked for and keeps them. */
function serve(port: MessagePort, progress: OrderProgress): void {
  const made = new Map<string, Promise<Classifier>>();
  const log = createThreadLog((remark) => port.postMessage(remark));
  const tell = (answer: PoolAnswer): void => {
    try {
      port.postMessage(answer);
    } catch {
      // Somebody answered what cannot be sent, which is the failure of that one alone.
      port.postMessage({ ...answer, outcomes: answer.outcomes.map(asSent) });
    }
  };
  const classifierOf = (portable: PortableClassifier): Promise<Classifier> => {
    const key = JSON.stringify([portable.create, portable.module, portable.settings]);
    const classifier = made.get(key) ?? make(portable, log);
    made.set(key, classifier);
    return classifier;
  };
  port.on('message', async (order: PoolOrder) => {
    const { id, sample: sent, columns, workspaceId, classifiers, describes } = order;
    const sample = 'packed' in sent ? unpackSample(sent, columns) : sent;
    // A view is a function and cannot be sent: this thread makes its own.
    const view = sharedView(sample);
    const context: ExamineContext = { workspaceId, view, ...(columns === null ? {} : { columns }) };
    const ask = async (portable: PortableClassifier, place: number): Promise<ExamineOutcome> => {
      let classifier: Classifier;
      try {
        progress.begin('make', place);
        classifier = await classifierOf(portable);
      } catch (error) {
        return { unmade: sendable(error) };
      }
      try {
        // Making one may take a while, which is none of its time for the table.
        progress.begin('examine', place);
        return { answer: await classifier.examine(sample, context) };
      } catch (error) {
        return { failure: sendable(error) };
      }
    };
    const outcomes: ExamineOutcome[] = [];
    for (const portable of classifiers) outcomes.push(await ask(portable, outcomes.length));
    progress.begin('make', classifiers.length);
    // The values are at hand here, trimmed and cleaned.
    tell({ id, outcomes, ...(describes ? { described: describeColumns(sample, view(), columns) } : {}) });
  });
  tell({ id: READY, outcomes: [] });
}

function asSent(outcome: ExamineOutcome): ExamineOutcome {
  try {
    return structuredClone(outcome);
  } catch (error) {
    return { failure: sendable(error) };
  }
}

async function make({ module, create, settings }: PortableClassifier, log: Logger): Promise<Classifier> {
  const exported: Record<string, unknown> = await import(module);
  const factory = exported[create];
  if (typeof factory !== 'function') throw new TypeError(`${module} exports no function "${create}"`);
  const classifier: Classifier = await factory(settings, log);
  return classifier;
}

if (parentPort !== null) serve(parentPort, shareProgress(workerData));
