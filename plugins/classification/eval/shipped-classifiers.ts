import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Classifier, classifierPoint, definePlugin } from '@datawave/plugin-sdk';
import { createTestKernel } from '@datawave/plugin-sdk/testing';

const ROOT = join(import.meta.dirname, '../../..');

/** Classifiers that look at text or at what a workspace decided say nothing of a column's type. */
const FOR_TYPES = /^\s*"@datawave\/plugin-(classifier-[a-z-]+)"/gm;

/** Looks into running text; says only what a column contains. */
const FREE_TEXT = 'free-text';

/** Those classifiers of a one-shot scan that say what type a column is. They answer after the kernel has stopped, too. */
export const shippedClassifiers = (): Promise<readonly Classifier[]> =>
  whileTheyRun(false, async (classifiers) => classifiers);

/**
 * Does something with all classifiers of a one-shot scan while the kernel runs: what free text looks for is brought by the other
 * plugins, and goes with them.
 */
export const withShippedClassifiers = <T>(
  work: (classifiers: readonly Classifier[]) => Promise<T>,
): Promise<T> => whileTheyRun(true, work);

async function whileTheyRun<T>(
  withFreeText: boolean,
  work: (classifiers: readonly Classifier[]) => Promise<T>,
): Promise<T> {
  const config = readFileSync(join(ROOT, 'config/scan.yaml'), 'utf8');
  const names = [...config.matchAll(FOR_TYPES)].map((match) => match[1] ?? '');
  if (withFreeText) names.push(FREE_TEXT);
  let list: () => readonly Classifier[] = () => [];
  const engine = definePlugin()({
    extensionPoints: [classifierPoint],
    setup({ extensions }) {
      const classifiers = extensions.collection(classifierPoint);
      list = () => classifiers.list().map((entry) => entry.value);
      return {};
    },
  });
  await using kernel = await createTestKernel({
    plugins: [
      {
        manifest: { manifestVersion: 1, id: 'classification', apiVersion: '^0.1' },
        plugin: engine,
        version: '0.1.0',
      },
      ...names.map((name) => join(ROOT, 'plugins', name)),
    ],
    http: 'never',
  });
  for (const { id, state, reason } of kernel.kernel.plugins())
    if (state !== 'active') throw new Error(`the plugin ${id} is ${state}: ${JSON.stringify(reason)}`);
  return await work(list());
}
