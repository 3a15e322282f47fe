import type { KernelConfig } from '../config/kernel-config.ts';
import type { JobsOptions } from '../jobs/jobs.ts';

const DAY_MS = 86_400_000;

/** What the configuration says of jobs. */
export function jobOptions({
  transport,
  redis,
  leaseSeconds,
  retentionDays,
}: KernelConfig['jobs']): Pick<JobsOptions, 'transport' | 'leaseMs' | 'retention'> {
  return {
    transport:
      transport === 'bull' && redis !== undefined
        ? { kind: 'bull', redisUrl: redis.url }
        : { kind: 'postgres' },
    leaseMs: leaseSeconds * 1000,
    retention: { completedMs: retentionDays * DAY_MS, failedMs: retentionDays * DAY_MS },
  };
}
