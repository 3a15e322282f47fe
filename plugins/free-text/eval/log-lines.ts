import type { LogKind } from './line-parts.ts';
import { PROGRAM_LINES } from './program-lines.ts';
import { SERVER_LINES } from './server-lines.ts';

/** Lines in which little or nothing is personal, each kind with what is. */
export const LOG_KINDS: readonly LogKind[] = [...SERVER_LINES, ...PROGRAM_LINES];
