import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Context } from 'mocha';

/**
 * The path of one of the public databases that tests read, which lie beside the repository or where
 * DATAWAVE_TEST_DATA says. Call it in a `before` hook: where the file is missing the tests are skipped, and with
 * `CI=true` they fail.
 */
export function sharedData(context: Context, file: string): string {
  const folder = process.env['DATAWAVE_TEST_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data');
  const path = join(folder, file);
  if (existsSync(path)) return path;
  if (process.env['CI'] === 'true')
    throw new Error(
      `${path} is missing (DATAWAVE_TEST_DATA names its folder); with CI=true nothing is skipped`,
    );
  return context.skip();
}
