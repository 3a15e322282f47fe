import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What became of the peer. */
export interface PeerOutcome {
  /** Null when it could not be run. */
  readonly seconds: number | null;
  readonly message: string;
}

/** The last release that brings its classifier of columns along. */
const PACKAGES = ['acryl-datahub[postgres]==1.6.0.5', 'acryl-datahub-classify'];

/**
 * Has acryl-datahub ingest a PostgreSQL database with its classification on, into a file. It is installed from the Python package
 * index into a temporary folder for it.
 */
export async function runDatahub(url: string): Promise<PeerOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'datawave-peer-'));
  try {
    const python = join(folder, 'venv/bin/python');
    for (const [command, ...args] of [
      ['python3', '-m', 'venv', join(folder, 'venv')],
      [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES],
    ]) {
      const { code, output } = await run(command ?? '', args, folder);
      if (code !== 0)
        return {
          seconds: null,
          message: `could not be installed: ${output.trim().split('\n').at(-1) ?? ''}`,
        };
    }
    const { hostname, port, username, password, pathname } = new URL(url);
    writeFileSync(
      join(folder, 'recipe.yml'),
      JSON.stringify({
        source: {
          type: 'postgres',
          config: {
            host_port: `${hostname}:${port}`,
            ...{ database: pathname.slice(1), username, password: decodeURIComponent(password) },
            schema_pattern: { allow: ['^public$'] },
            classification: {
              enabled: true,
              sample_size: 1000,
              max_workers: 2,
              classifiers: [{ type: 'datahub' }],
            },
          },
        },
        sink: { type: 'file', config: { filename: join(folder, 'out.json') } },
      }),
    );
    const began = performance.now();
    const { code, output } = await run(
      join(folder, 'venv/bin/datahub'),
      ['ingest', '-c', join(folder, 'recipe.yml')],
      folder,
    );
    const seconds = (performance.now() - began) / 1000;
    const version = await run(join(folder, 'venv/bin/datahub'), ['version'], folder);
    const name = /version:?\s*([\d.]+)/i.exec(version.output)?.[1] ?? '';
    return code === 0
      ? { seconds, message: `acryl-datahub ${name}` }
      : { seconds: null, message: `acryl-datahub ${name} ended with ${code}: ${output.trim().slice(-400)}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(
  command: string,
  args: readonly string[],
  folder: string,
): Promise<{ readonly code: number; readonly output: string }> {
  const { promise, resolve } = Promise.withResolvers<{ readonly code: number; readonly output: string }>();
  let output = '';
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, HOME: folder, DATAHUB_TELEMETRY_ENABLED: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const keep = (text: Buffer): void => {
    output = `${output}${text.toString()}`.slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', (error) => resolve({ code: -1, output: error.message }));
  child.on('close', (code) => resolve({ code: code ?? -1, output }));
  return promise;
}
