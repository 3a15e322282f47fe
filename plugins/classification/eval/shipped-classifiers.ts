import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Classifier, classifierPoint, definePlugin } from '@datawave/plugin-sdk';
import { createTestKernel } from '@datawave/plugin-sdk/testing';

const ROOT = join(import.meta.dirname, '../../..');

/** Classifiers that look at text or at what a workspace decided say nothing of a column's type. */
const FOR_TYPES = /^\s*"@datawave\/plugin-(classifier-[a-z-]+)"/gm;

/** Looks into running text; says only what a column contains. */
const FREE_TEXT = 'free-text';

/**
 * The classifiers of a one-shot scan, started by the kernel as it does there.
 * @param withFreeText - whether what only says what a column contains is among them
 */
export async function shippedClassifiers(withFreeText = false): Promise<readonly Classifier[]> {
  // Classifiers stand on their own: they answer after the kernel has stopped, too.
  return withShippedClassifiers(withFreeText, async (classifiers) => classifiers);
}

/** Does something with them while the kernel runs: those that are made of what other plugins bring need that. */
export async function withShippedClassifiers<T>(
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
