import type { Classifier, Logger, PortableClassifier, SpanRuleSet } from '@datawave/plugin-sdk';
import { createTextScanner } from './detection.ts';
import { createFreeTextClassifier } from './free-text-classifier.ts';
import { lazyNameModel, SHIPPED_MODEL } from './names/load-model.ts';
import { compileRules } from './rules/compile-rules.ts';
import { tellOnce } from './tell-once.ts';

/** How a thread makes the classifier with the same sets in the same order; undefined when one of them cannot be made elsewhere. */
export function portableWith(sets: readonly SpanRuleSet[]): PortableClassifier | undefined {
  const settings = sets.flatMap(({ portable }) => portable ?? []);
  if (settings.length < sets.length) return undefined;
  return { module: import.meta.url, create: 'createPortableFreeText', settings };
}

/**
 * Makes the classifier in a worker thread.
 * @param settings - as {@link portableWith} writes them
 * @throws TypeError when a set cannot be made or is not as the contract says
 */
export async function createPortableFreeText(settings: unknown, log: Logger): Promise<Classifier> {
  const sets = await Promise.all((Array.isArray(settings) ? settings : []).map(makeSet));
  const rules = compileRules(sets);
  return createFreeTextClassifier(
    createTextScanner({
      sets: () => sets,
      rules: () => rules,
      model: lazyNameModel(SHIPPED_MODEL, log),
      onFault: tellOnce(log).fault,
    }),
  );
}

async function makeSet(portable: unknown): Promise<SpanRuleSet> {
  const module = String(Reflect.get(Object(portable), 'module'));
  const create = String(Reflect.get(Object(portable), 'create'));
  const exported: Record<string, unknown> = await import(module);
  const factory = exported[create];
  if (typeof factory !== 'function') throw new TypeError(`${module} exports no function "${create}"`);
  const set: SpanRuleSet = factory();
  return set;
}
