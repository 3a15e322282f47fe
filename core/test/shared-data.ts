import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'mocha';

/** The folder of public data sets: `DATAWAVE_TEST_DATA`, else `shared/data` beside the repository. */
const folder = process.env['DATAWAVE_TEST_DATA'] ?? join(import.meta.dirname, '../../../shared/data');

/** Path of a file among the public data sets; without it the tests are skipped, and with `CI=true` they fail. */
export function sharedData(context: Context, name: string): string {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  if (process.env['CI'] === 'true')
    throw new Error(
      `The test data "${name}" is missing; set DATAWAVE_TEST_DATA. With CI=true nothing is skipped.`,
    );
  return context.skip();
}
