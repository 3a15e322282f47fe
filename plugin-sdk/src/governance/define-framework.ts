import type {
  AssetFacts,
  Control,
  Finding,
  Framework,
  FrameworkInfo,
  MessageText,
  Severity,
} from './framework.ts';

/** A finding as a rule words it; the framework fills in the rest. @public */
export interface RuleFinding {
  /** Id of one of the framework's controls. */
  readonly control: string;
  readonly severity: Severity;
  readonly column?: string | null;
  readonly message: string;
  /** See {@link Finding.messageText}. */
  readonly messageText?: MessageText;
  readonly remediation: string;
}

/** Looks at one asset's facts. Pure: same facts, same findings. @public */
export type FrameworkRule = (facts: AssetFacts) => readonly RuleFinding[];

/** What {@link defineFramework} takes. @public */
export interface FrameworkDefinition {
  readonly info: FrameworkInfo;
  readonly rules: readonly FrameworkRule[];
}

/**
 * Makes a compliance framework from its controls and rules. Checks that controls are unique and that every finding
 * names one of them; of findings on the same control and column only the most severe is kept.
 * @throws TypeError when two controls share an id, and from `assess` when a rule names a control that there is not
 * @public
 */
export function defineFramework(definition: FrameworkDefinition): Framework {
  const { info, rules } = definition;
  const controls = new Map<string, Control>();
  for (const control of info.controls) {
    if (controls.has(control.id))
      throw new TypeError(`Framework "${info.id}" declares the control "${control.id}" twice.`);
    controls.set(control.id, control);
  }
  return {
    info,
    async assess(facts) {
      const kept = new Map<string, Finding>();
      for (const found of rules.flatMap((rule) => rule(facts))) {
        if (!controls.has(found.control))
          throw new TypeError(`Framework "${info.id}" has no control "${found.control}".`);
        const column = found.column ?? null;
        const key = JSON.stringify([found.control, column]);
        const present = kept.get(key);
        if (present !== undefined && SEVERITY_ORDER[present.severity] >= SEVERITY_ORDER[found.severity])
          continue;
        kept.set(key, {
          framework: info.id,
          control: found.control,
          severity: found.severity,
          asset: facts.urn,
          column,
          message: found.message,
          ...(found.messageText === undefined ? {} : { messageText: found.messageText }),
          remediation: found.remediation,
        });
      }
      return [...kept.values()];
    },
  };
}

const SEVERITY_ORDER: Readonly<Record<Severity, number>> = { low: 0, medium: 1, high: 2, critical: 3 };
