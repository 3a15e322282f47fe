import { type ChildProcess, fork } from 'node:child_process';
import type { Asset, RowBatch, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import { DataWaveError } from '@datawave/plugin-sdk';
import { assetLabel, sourceError } from '@datawave/plugin-sdk/connector';
import type { DatabaseLocation } from './open-database.ts';
import type { ReadOptions } from './read.ts';

/** What the child is asked. One request a child. */
export type ViewRequest =
  | {
      readonly kind: 'sample';
      readonly location: DatabaseLocation;
      readonly asset: Asset;
      readonly options: SampleOptions;
    }
  | {
      readonly kind: 'read';
      readonly location: DatabaseLocation;
      readonly asset: Asset;
      readonly options: Omit<ReadOptions, 'signal'>;
    }
  | { readonly kind: 'more' };

/** What it answers. */
export type ViewAnswer =
  | { readonly kind: 'sample'; readonly sample: TableSample }
  | { readonly kind: 'batch'; readonly batch: RowBatch }
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly hint: string };

/**
 * A view is a program of whoever made the file: it may sort for hours or never end, and SQLite cannot be interrupted
 * from the thread that it runs in. So views run in a child process that can be killed.
 */
function startChild(signal: AbortSignal): {
  ask(request: ViewRequest, label: string, timeoutMs: number): Promise<ViewAnswer>;
  kill(): void;
} {
  signal.throwIfAborted();
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const child: ChildProcess = fork(new URL(`./view-child.${extension}`, import.meta.url), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {},
    execArgv: ['--max-old-space-size=512', '--disable-warning=ExperimentalWarning'],
  });
  return {
    kill: () => {
      child.kill('SIGKILL');
    },
    ask: (request, label, timeoutMs) =>
      new Promise((resolve, reject) => {
        const timer = Number.isFinite(timeoutMs)
          ? setTimeout(
              () =>
                settle(() =>
                  reject(
                    sourceError(
                      'DW_SOURCE_TIMEOUT',
                      `The view ${label} took longer than ${timeoutMs} ms.`,
                      'Raise the time-out or exclude the view.',
                    ),
                  ),
                ),
              timeoutMs,
            )
          : undefined;
        const settle = (finish: () => void): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', aborted);
          child.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('error');
          // A child that could not be started, or is killed, still reports; nobody waits for that.
          child.on('error', () => undefined);
          finish();
        };
        const aborted = (): void => settle(() => reject(signal.reason));
        const ended = (): void =>
          settle(() =>
            reject(
              sourceError(
                'DW_SOURCE_QUERY',
                `The process that read the view ${label} ended early.`,
                'The view may need more memory than is allowed; exclude it or scan fewer rows.',
              ),
            ),
          );
        // What was called off between two batches is not heard of again.
        if (signal.aborted) return aborted();
        signal.addEventListener('abort', aborted, { once: true });
        child.once('message', (answer: ViewAnswer) =>
          settle(() => {
            if (answer.kind === 'error') reject(new DataWaveError(answer));
            else resolve(answer);
          }),
        );
        child.once('exit', ended);
        child.once('error', ended);
        child.send(request, (error) => {
          if (error !== null) ended();
        });
      }),
  };
}

/** {@link sampleTable} in a child process. */
export async function sampleView(
  location: DatabaseLocation,
  asset: Asset,
  options: SampleOptions,
  signal: AbortSignal,
): Promise<TableSample> {
  const child = startChild(signal);
  try {
    const answer = await child.ask(
      { kind: 'sample', location, asset, options },
      assetLabel(asset.path),
      options.timeoutMs,
    );
    if (answer.kind !== 'sample') throw new Error(`unexpected answer ${answer.kind}`);
    return answer.sample;
  } finally {
    child.kill();
  }
}

/** {@link readTable} in a child process; one batch travels when one is asked for. */
export async function* readView(
  location: DatabaseLocation,
  asset: Asset,
  options: ReadOptions,
): AsyncGenerator<RowBatch, void, void> {
  const { signal, ...rest } = options;
  const child = startChild(signal);
  try {
    let request: ViewRequest = { kind: 'read', location, asset, options: rest };
    while (true) {
      const answer = await child.ask(request, assetLabel(asset.path), Number.POSITIVE_INFINITY);
      if (answer.kind !== 'batch') return;
      yield answer.batch;
      request = { kind: 'more' };
    }
  } finally {
    child.kill();
  }
}
