import type { Violation } from './api.ts';

/** Violations of one asset that ask the same thing of several columns: shown as one. Never empty. */
export type ViolationGroup = readonly [Violation, ...Violation[]];

/** Groups violations by what they ask and of which asset, in the order in which each group first appears. */
export function groupViolations(violations: readonly Violation[]): readonly ViolationGroup[] {
  const groups = new Map<string, [Violation, ...Violation[]]>();
  for (const violation of violations) {
    const { framework, control, severity, state, asset, remediation, column } = violation;
    // What concerns the asset as a whole stands for itself.
    const key =
      column === null
        ? violation.id
        : JSON.stringify([framework, control, severity, state, asset, remediation]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [violation]);
    else group.push(violation);
  }
  return [...groups.values()];
}
