import {
  DataWaveError,
  type ExecutionScope,
  type ScannerService,
  type ScanSource,
  type SourceHindrance,
} from '@datawave/plugin-sdk';
import type { HealthPolicy, Outcome } from './health-policy.ts';
import type { HealthStore, KnownHealth } from './health-store.ts';

/** What a check works with. */
export interface CheckParts {
  readonly health: HealthStore;
  readonly scanner: ScannerService;
  readonly policy: HealthPolicy;
  readonly connection: (scope: ExecutionScope, id: string) => Promise<ScanSource>;
  readonly hindrance: (scope: ExecutionScope, id: string) => Promise<SourceHindrance | null>;
}

/** Codes of errors that lie with a source or the way to it, and so say something of its health. */
const OF_SOURCE = /^DW_(SOURCE|EGRESS|CONNECTOR|SECRET)_/;

/**
 * Makes the function that asks a source whether it answers, unless it is to be left alone, and counts what came of it.
 * `isForced`: somebody wants to know now, whatever its hours and its rest.
 */
export function createSourceCheck({ health, scanner, policy, connection, hindrance }: CheckParts) {
  const ask = async (scope: ExecutionScope, id: string): Promise<Outcome> => {
    const deadline = AbortSignal.timeout(policy.answerMs);
    try {
      const source = await connection(scope, id);
      const { latencyMs } = await scanner.test(source, AbortSignal.any([scope.signal, deadline]));
      return { latencyMs };
    } catch (error) {
      scope.signal.throwIfAborted();
      if (deadline.aborted) return { error: tooLate(policy.answerMs) };
      if (!DataWaveError.is(error) || !OF_SOURCE.test(error.code) || error.code === 'DW_SOURCE_UNKNOWN')
        throw error;
      return { error: { code: error.code, message: error.message } };
    }
  };

  return async (scope: ExecutionScope, id: string, isForced: boolean): Promise<KnownHealth> => {
    const hindered = isForced ? null : await hindrance(scope, id);
    if (hindered !== null && hindered.by !== 'health') return health.read(scope, id);
    const admission = await health.admit(scope, id, isForced);
    if (admission === null) return health.read(scope, id);
    return health.count(scope, id, await ask(scope, id), admission);
  };
}

export type SourceCheck = ReturnType<typeof createSourceCheck>;

const tooLate = (answerMs: number) => ({
  code: 'DW_SOURCE_TIMEOUT',
  message: `It did not answer within ${Math.round(answerMs / 100) / 10} seconds.`,
});
