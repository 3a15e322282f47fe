import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type Asset,
  type AssetProblem,
  type ConnectorSession,
  DataWaveError,
  type RowBatch,
} from '@datawave/plugin-sdk';
import {
  assetFilter,
  assetLabel,
  assetProblem,
  chosenColumns,
  fileError,
  sourceError,
} from '@datawave/plugin-sdk/connector';
import { describeFile } from './describe.ts';
import { cellOf, readRecords } from './records.ts';
import { sampleFile } from './sample.ts';

const ENDING = '.jsonl';

/** A session on a folder. Each file is opened when it is read and closed again: nothing is held between two calls. */
export function openSession(folder: string): ConnectorSession {
  let isClosed = false;
  const refuseClosed = (): void => {
    if (isClosed)
      throw sourceError(
        'DW_SOURCE_UNREACHABLE',
        'The session with the folder is closed.',
        'Open a new session.',
      );
  };
  const names = async (): Promise<readonly string[]> =>
    (await readdir(folder, { withFileTypes: true }))
      .filter((entry) => entry.isFile() && entry.name.endsWith(ENDING))
      .map((entry) => entry.name.slice(0, -ENDING.length))
      .sort();
  /** Only what discovery finds is read: the path of an asset leads nowhere else. */
  const fileOf = async ({ path }: Pick<Asset, 'path'>): Promise<string> => {
    const [name, ...rest] = path;
    if (name === undefined || rest.length > 0 || !(await names()).includes(name))
      throw sourceError(
        'DW_SOURCE_ASSET_MISSING',
        `There is no file for ${assetLabel(path)} any more.`,
        'Discover the source again.',
      );
    return join(folder, `${name}${ENDING}`);
  };
  /** An error as one of the source; nothing of a file's content is in it. */
  const translated = (error: unknown, path: readonly string[], signal: AbortSignal): unknown => {
    if (signal.aborted) return signal.reason;
    return DataWaveError.is(error) ? error : fileError(error, assetLabel(path));
  };

  return {
    async test(signal) {
      refuseClosed();
      const start = performance.now();
      signal.throwIfAborted();
      const { length } = await names();
      const server = `${basename(folder)}, ${length === 1 ? '1 file' : `${length} files`}`;
      const warnings = length === 0 ? [`no file in the folder ends in ${ENDING}`] : [];
      return { server, latencyMs: performance.now() - start, warnings };
    },
    async *discover(options) {
      refuseClosed();
      const admits = assetFilter(options);
      for (const name of await names()) {
        const path = [name];
        if (!admits(path)) continue;
        let found: { readonly asset: Asset } | { readonly problem: AssetProblem };
        try {
          found = { asset: await describeFile(join(folder, `${name}${ENDING}`), path, options.signal) };
        } catch (error) {
          const problem = translated(error, path, options.signal);
          if (!DataWaveError.is(problem)) throw problem;
          found = { problem: assetProblem(path, problem) };
        }
        yield found;
      }
    },
    async sample(asset, options, signal) {
      refuseClosed();
      try {
        signal.throwIfAborted();
        return await sampleFile(await fileOf(asset), asset, options, signal);
      } catch (error) {
        throw translated(error, asset.path, signal);
      }
    },
    async *read(asset, { batchRows, columns, signal }): AsyncGenerator<RowBatch> {
      refuseClosed();
      const wanted = chosenColumns(asset, columns);
      try {
        signal.throwIfAborted();
        let cells = wanted.map((): (string | null)[] => []);
        let rows = 0;
        for await (const record of readRecords(await fileOf(asset), signal)) {
          for (const [at, { name }] of wanted.entries()) cells[at]?.push(cellOf(record.get(name)));
          rows += 1;
          if (rows < batchRows) continue;
          yield { rows, columns: cells };
          cells = wanted.map(() => []);
          rows = 0;
        }
        if (rows > 0) yield { rows, columns: cells };
      } catch (error) {
        throw translated(error, asset.path, signal);
      }
    },
    async close() {
      isClosed = true;
    },
  };
}
