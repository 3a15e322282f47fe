import { type AuditEntry, type AuditService, DataWaveError, type ExecutionScope } from '@datawave/plugin-sdk';

/** Tries a connection, and records who had what tried and how it ended: it reaches out with secrets. */
export async function tryAudited<Result>(
  audit: AuditService,
  scope: ExecutionScope,
  entry: Pick<AuditEntry, 'action' | 'object'>,
  test: () => Promise<Result>,
): Promise<Result> {
  try {
    const result = await test();
    await audit.note(scope, entry);
    return result;
  } catch (error) {
    // What was not even tried leaves no entry.
    if (DataWaveError.is(error) && error.status === 422)
      await audit.note(scope, { ...entry, outcome: 'failed', reason: error.message });
    throw error;
  }
}
