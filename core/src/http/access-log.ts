import type { LogDestination } from '../telemetry/logger-options.ts';

const BATCH_CHARACTERS = 64 * 1024;
const FLUSH_MS = 1_000;

/** One answered request. */
export interface AccessEntry {
  readonly requestId: string;
  readonly method: string;
  /** Without the query, which may carry what was searched for. */
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  readonly address: string;
  readonly principal: string | null;
  readonly traceId: string | undefined;
}

/** Writes a line for each request, in batches of 64 KB or a second, whichever is first. */
export interface AccessLog {
  write(entry: AccessEntry): void;
  /** Writes what is waiting and stops. */
  close(): void;
}

export function createAccessLog(destination: LogDestination, format: 'json' | 'pretty'): AccessLog {
  let batch = '';
  let timer: NodeJS.Timeout | undefined;
  // The ISO time is rendered once a millisecond at most; under load many lines share it.
  let lastTime = 0;
  let renderedTime = '';

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (batch === '') return;
    const text = batch;
    batch = '';
    destination.write(text);
  };

  return {
    write(entry) {
      const now = Date.now();
      if (now !== lastTime) {
        lastTime = now;
        renderedTime = new Date(now).toISOString();
      }
      batch += format === 'json' ? jsonLine(renderedTime, entry) : prettyLine(renderedTime, entry);
      if (batch.length >= BATCH_CHARACTERS) flush();
      else timer ??= setTimeout(flush, FLUSH_MS).unref();
    },
    close: flush,
  };
}

const NEEDS_ESCAPE = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;
const quote = (text: string): string => (NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`);

function jsonLine(time: string, entry: AccessEntry): string {
  const trace = entry.traceId === undefined ? '' : `,"traceId":"${entry.traceId}"`;
  const principal = entry.principal === null ? 'null' : quote(entry.principal);
  return `{"level":"info","time":"${time}","message":"request","requestId":${quote(entry.requestId)},"method":${quote(entry.method)},"path":${quote(entry.path)},"status":${entry.status},"durationMs":${Math.round(entry.durationMs * 1000) / 1000},"address":${quote(entry.address)},"principal":${principal}${trace}}\n`;
}

function prettyLine(time: string, entry: AccessEntry): string {
  // Escaped, so that a path cannot move the cursor of whoever reads the terminal.
  const path = NEEDS_ESCAPE.test(entry.path) ? JSON.stringify(entry.path) : entry.path;
  return `${time.slice(11, 23)} HTTP  ${entry.method} ${path} ${entry.status} ${entry.durationMs.toFixed(1)} ms ${entry.principal ?? '-'}\n`;
}
