import { type CommandIo, DataWaveError, printable } from '@datawave/plugin-sdk';
import type { PlatformApi } from './platform-api.ts';
import { hasEnded, isScanView, type ScanView } from './scan-view.ts';
import { progressWords } from './scan-words.ts';

const REDRAW_MS = 100;
const LONGEST_LINE = 78;

/** A line that fills the terminal would not be wiped whole. */
const widthOf = ({ stderr }: CommandIo): number =>
  'columns' in stderr && typeof stderr.columns === 'number' ? Math.max(20, stderr.columns - 1) : LONGEST_LINE;

/** Attempts at a lost connection, each after twice the time of the one before. */
const MOST_ATTEMPTS = 8;
const FIRST_WAIT_MS = 250;
const MOST_WAIT_MS = 15_000;

/**
 * Shows on standard error how a scan goes until it ends: one line that is redrawn on a terminal, elsewhere a line for each state
 * and each tenth of the work. A lost connection is opened again from where it was.
 */
export async function watchScan(
  api: PlatformApi,
  io: CommandIo,
  started: ScanView,
  signal: AbortSignal,
): Promise<ScanView> {
  const line = createLine(io);
  let run = started;
  let last: string | null = null;
  let failures = 0;
  try {
    line.tell(run);
    while (!hasEnded(run)) {
      try {
        for await (const event of api.events(`/scans/${encodeURIComponent(run.id)}/events`, last)) {
          failures = 0;
          last = event.id ?? last;
          if (event.event !== 'scan') continue;
          const data: unknown = JSON.parse(event.data);
          if (!isScanView(data)) continue;
          run = data;
          line.tell(run);
          if (hasEnded(run)) break;
        }
      } catch (error) {
        signal.throwIfAborted();
        // What the platform itself says is final; a connection may come back.
        const isFinal =
          DataWaveError.is(error) &&
          error.status >= 400 &&
          error.status < 500 &&
          !error.code.startsWith('DW_EGRESS');
        failures += 1;
        if (isFinal || failures > MOST_ATTEMPTS) throw error;
      }
      if (!hasEnded(run)) await pause(Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures), signal);
    }
    return run;
  } finally {
    line.end();
  }
}

function createLine(io: CommandIo): { tell(run: ScanView): void; end(): void } {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  let told = '';
  return {
    tell(run) {
      const text = printable(progressWords(run));
      if (io.isInteractive) {
        const now = performance.now();
        if (now - drawnAt < REDRAW_MS && !hasEnded(run)) return;
        drawnAt = now;
        isDrawn = true;
        io.stderr.write(`\r\u001b[2K${text.slice(0, widthOf(io))}`);
        return;
      }
      const step = `${run.state} ${run.state === 'running' ? Math.floor(run.progress.fraction * 10) : ''}`;
      if (step === told) return;
      told = step;
      io.stderr.write(`${text}\n`);
    },
    end() {
      if (isDrawn) io.stderr.write('\r\u001b[2K');
      isDrawn = false;
    },
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
