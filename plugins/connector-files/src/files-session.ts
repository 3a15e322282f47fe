import type { Asset, AssetProblem, ConnectorSession, Discovered, RowBatch } from '@datawave/plugin-sdk';
import { DataWaveError } from '@datawave/plugin-sdk';
import {
  assetFilter,
  assetLabel,
  assetProblem,
  type FileAccess,
  fileError,
  sourceError,
} from '@datawave/plugin-sdk/connector';
import type { FileFormat } from './file-format.ts';
import { openTarget } from './file-listing.ts';
import type { FileReader } from './file-reader.ts';
import type { ReaderSettings } from './reader-settings.ts';
import { openSourceFile } from './source-file.ts';

// Each format's code is loaded when the first such file is met; Parquet brings a native library along.
async function readerFor(format: FileFormat): Promise<FileReader> {
  switch (format) {
    case 'csv':
    case 'tsv':
      return (await import('./csv-file.ts')).csvReader;
    case 'json':
    case 'ndjson':
      return (await import('./json-file.ts')).jsonReader;
    case 'parquet':
      return (await import('./parquet-file.ts')).parquetReader;
  }
}

/** An error that a file met, as one of the source; nothing of the file's content is in it. */
function translated(error: unknown, path: readonly string[], signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  return DataWaveError.is(error) ? error : fileError(error, assetLabel(path));
}

/** Answers a session on a file, a folder or a glob. */
export async function openFilesSession(
  settings: ReaderSettings,
  access: FileAccess,
): Promise<ConnectorSession> {
  const target = await openTarget(settings.path, access, settings.maxFiles);
  let isClosed = false;
  const refuseClosed = (): void => {
    if (isClosed)
      throw sourceError(
        'DW_SOURCE_UNREACHABLE',
        'The session with the files is closed.',
        'Open a new session.',
      );
  };

  const describe = async (path: readonly string[], file: string, signal: AbortSignal): Promise<Asset> => {
    await access.admit(file);
    await using opened = await openSourceFile(file, assetLabel(path), settings.format);
    const asset = await (await readerFor(opened.format)).describe(opened, path, settings, signal);
    await opened.refuseChanged();
    return asset;
  };

  return {
    async test(signal) {
      refuseClosed();
      const start = performance.now();
      signal.throwIfAborted();
      let files = 0;
      const problems: AssetProblem[] = [];
      for await (const entry of target.list(signal)) {
        if ('code' in entry) problems.push(entry);
        else files += 1;
      }
      const warnings = problems.slice(0, 20).map((problem) => problem.message);
      return {
        server: files === 1 ? '1 file' : `${files} files`,
        latencyMs: performance.now() - start,
        warnings: files === 0 ? ['no file that can be read lies there', ...warnings] : warnings,
      };
    },
    async *discover(options): AsyncGenerator<Discovered> {
      refuseClosed();
      const admits = assetFilter(options);
      for await (const entry of target.list(options.signal)) {
        if ('code' in entry) {
          yield { problem: entry };
          continue;
        }
        if (!admits(entry.path)) continue;
        try {
          yield { asset: await describe(entry.path, entry.file, options.signal) };
        } catch (error) {
          const problem = translated(error, entry.path, options.signal);
          if (!DataWaveError.is(problem)) throw problem;
          yield { problem: assetProblem(entry.path, problem) };
        }
      }
    },
    async sample(asset, options, signal) {
      refuseClosed();
      signal.throwIfAborted();
      try {
        const file = await target.locate(asset.path);
        await using opened = await openSourceFile(file, assetLabel(asset.path), settings.format);
        return await (await readerFor(opened.format)).sample(opened, asset, settings, options, signal);
      } catch (error) {
        throw translated(error, asset.path, signal);
      }
    },
    async plan(asset, options, signal) {
      refuseClosed();
      signal.throwIfAborted();
      try {
        const file = await target.locate(asset.path);
        await using opened = await openSourceFile(file, assetLabel(asset.path), settings.format);
        return await (await readerFor(opened.format)).plan(opened, asset, settings, options, signal);
      } catch (error) {
        throw translated(error, asset.path, signal);
      }
    },
    async *read(asset, options): AsyncGenerator<RowBatch> {
      refuseClosed();
      options.signal.throwIfAborted();
      try {
        const file = await target.locate(asset.path);
        await using opened = await openSourceFile(file, assetLabel(asset.path), settings.format);
        yield* (await readerFor(opened.format)).read(opened, asset, settings, options);
      } catch (error) {
        throw translated(error, asset.path, options.signal);
      }
    },
    async close() {
      isClosed = true;
    },
  };
}
