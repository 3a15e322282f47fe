import { createTextScanner, type TextScanner } from '../src/detection.ts';
import { loadNameModel, SHIPPED_MODEL } from '../src/names/load-model.ts';
import { compileRules } from '../src/rules/compile-rules.ts';
import { plainSpans } from './plain-spans.ts';

/** A scanner with the rules for tests and the shipped model. */
export function createPlainScanner(): TextScanner {
  const rules = compileRules([plainSpans]);
  let model: ReturnType<typeof loadNameModel> | null = null;
  return createTextScanner({
    sets: () => [plainSpans],
    rules: () => rules,
    model: () => {
      model ??= loadNameModel(SHIPPED_MODEL);
      return { model, problem: null };
    },
  });
}
