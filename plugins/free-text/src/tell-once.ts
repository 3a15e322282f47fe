import type { Logger } from '@datawave/plugin-sdk';
import type { CompiledRule } from './rules/compile-rules.ts';

/** Tells of rules that fail, of each once: it would fail on every text like it. */
export interface FaultTeller {
  fault(rule: CompiledRule): void;
  /** The rules have changed: each is told of again. */
  forget(): void;
}

/** What a rule threw stays unsaid: it may quote a value. */
export function tellOnce(log: Logger): FaultTeller {
  const told = new Set<string>();
  return {
    fault({ rule, classifier, detector }) {
      if (told.has(detector)) return;
      told.add(detector);
      log.error('a span rule failed on a text; it is left out for that text, the others go on', {
        rule: rule.id,
        classifier,
      });
    },
    forget: () => told.clear(),
  };
}
