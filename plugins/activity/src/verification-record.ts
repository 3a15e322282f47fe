import type { AuditService, EventsService, ExecutionScope, StorageService } from '@datawave/plugin-sdk';
import type { Verification } from './verify-trail.ts';

/** Records that the trail was verified and how it was found, and tells of a fault. */
export async function recordVerification(
  services: {
    readonly storage: StorageService;
    readonly audit: AuditService;
    readonly events: EventsService;
  },
  scope: ExecutionScope,
  found: Verification,
): Promise<void> {
  const { storage, audit, events } = services;
  const { isIntact, fault, entries, seals, head } = found;
  await storage.transaction(scope, async (tx) => {
    await audit.record(tx, scope, {
      action: 'activity.trail.verified',
      object: { type: 'audit-trail', id: scope.workspace },
      outcome: isIntact ? 'succeeded' : 'failed',
      ...(fault === null ? {} : { reason: fault.message }),
      after: { isIntact, entries, seals, sequence: head?.sequence ?? null, hash: head?.hash ?? null },
    });
    if (fault === null) return;
    const { kind, position, sequence } = fault;
    await events.publish(tx, scope, {
      type: 'activity.trail.broken',
      subject: scope.workspace,
      data: { kind, in: fault.in, position, sequence },
    });
  });
}
