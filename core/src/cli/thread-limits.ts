import { setFlagsFromString } from 'node:v8';

/**
 * Leaves threads the limits that whoever starts them gives them. V8 reads its options for each heap that it makes, so that the limit
 * of a process, which stands on its command line or in NODE_OPTIONS, would take the place of those of its threads. The heap of the
 * process itself has been made by now and keeps its limit.
 */
export function leaveThreadsTheirLimits(): void {
  for (const option of ['max-old-space-size', 'max-heap-size']) setFlagsFromString(`--${option}=0`);
}
