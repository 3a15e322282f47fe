import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Asset,
  type ConnectionConfig,
  type ConnectorSession,
  DEFAULT_SAMPLE,
  type TableSample,
} from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { DuckDBInstance } from '@duckdb/node-api';
import { createFilesConnector } from '../src/files-connector.ts';

export const never = new AbortController().signal;
export const everything = { include: [], exclude: [], signal: never };

const closing = (session: ConnectorSession): ConnectorSession & AsyncDisposable =>
  Object.assign(session, { [Symbol.asyncDispose]: () => session.close() });

/** A folder of its own that a connector may read. Remove it in the end. */
export class ScratchFiles {
  readonly folder = mkdtempSync(join(tmpdir(), 'datawave-files-'));
  readonly connector = createFilesConnector({ roots: () => [this.folder], version: '0.1.0' });

  /** Writes a file and answers its path. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  async open(config: ConnectionConfig): Promise<ConnectorSession & AsyncDisposable> {
    return closing(await this.connector.open(config, directEnvironment, never));
  }

  /** Asset and sample of a single file. */
  async look(
    path: string,
    settings: ConnectionConfig = {},
    options = DEFAULT_SAMPLE,
  ): Promise<{ readonly asset: Asset; readonly sample: TableSample }> {
    await using session = await this.open({ path, ...settings });
    for await (const item of session.discover(everything))
      if ('asset' in item)
        return { asset: item.asset, sample: await session.sample(item.asset, options, never) };
      else throw new Error(item.problem.message);
    throw new Error('nothing there');
  }
}

/** Writes what a SELECT of DuckDB answers. */
export async function parquet(path: string, select: string, more = ''): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet${more})`);
  connection.closeSync();
  instance.closeSync();
}
