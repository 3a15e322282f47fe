import type { EscapeAttempt } from './attempt.ts';
import { CHANNEL } from './attempts/channel.ts';
import { EXHAUSTING } from './attempts/exhausting.ts';
import { HOST } from './attempts/host.ts';
import { MEMBRANE } from './attempts/membrane.ts';
import { NETWORK } from './attempts/network.ts';
import { PROCESSES } from './attempts/processes.ts';
import { READING } from './attempts/reading.ts';
import { WRITING } from './attempts/writing.ts';

/** Every way of getting out that is tried. */
export const ATTEMPTS: readonly EscapeAttempt[] = [
  ...READING,
  ...WRITING,
  ...PROCESSES,
  ...HOST,
  ...NETWORK,
  ...EXHAUSTING,
  ...CHANNEL,
  ...MEMBRANE,
];
