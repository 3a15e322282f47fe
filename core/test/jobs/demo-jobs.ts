import { defineJob } from '@datawave/plugin-sdk';

const payload = {
  type: 'object',
  properties: { n: { type: 'integer' }, note: { type: 'string', maxLength: 20 } },
  required: ['n'],
  additionalProperties: false,
} as const;

interface Numbered {
  readonly n: number;
  readonly note?: string;
}

/** Doubles a number. */
export const double = defineJob<Numbered, number>({ name: 'demo.double', payload, concurrency: 4 });

/** Writes an effect and completes in one transaction. */
export const effect = defineJob<Numbered>({ name: 'demo.effect', payload, attempts: 3 });

/** Throws; tried again at once. */
export const failing = defineJob<Numbered>({
  name: 'demo.failing',
  payload,
  attempts: 3,
  backoff: { kind: 'fixed', delayMs: 20 },
});

/** One at a time. */
export const serial = defineJob<Numbered>({ name: 'demo.serial', payload });

/** Two at a time. */
export const pair = defineJob<Numbered>({ name: 'demo.pair', payload, concurrency: 2 });

/** Ends its process. */
export const deadly = defineJob<Numbered>({ name: 'demo.deadly', payload, attempts: 2 });

/** Runs too long. */
export const slow = defineJob<Numbered>({ name: 'demo.slow', payload, attempts: 1, timeoutMs: 150 });
