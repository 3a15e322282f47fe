import { type FieldError, isTimeZone, SENSITIVITIES } from '@datawave/plugin-sdk';
import { isNetwork } from './network.ts';
import type { Policy } from './policy.ts';

/** What is wrong with a policy that has passed the schema. */
export function policyFaults({ when }: Policy): readonly FieldError[] {
  const faults: FieldError[] = [];
  if (when.time !== undefined && !isTimeZone(when.time.zone))
    faults.push({ pointer: '/when/time/zone', message: 'is no time zone such as Europe/Berlin' });
  for (const part of ['in', 'notIn'] as const)
    for (const [index, network] of (when.network?.[part] ?? []).entries())
      if (!isNetwork(network))
        faults.push({
          pointer: `/when/network/${part}/${index}`,
          message: 'is no network such as 10.0.0.0/8 or 2001:db8::/32',
        });
  const { atLeast, atMost } = when.sensitivity ?? {};
  const order: readonly string[] = SENSITIVITIES;
  if (atLeast !== undefined && atMost !== undefined && order.indexOf(atLeast) > order.indexOf(atMost))
    faults.push({ pointer: '/when/sensitivity', message: 'fits nothing: atLeast is above atMost' });
  return faults;
}
