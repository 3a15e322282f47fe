import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'mocha';

/** The folder of public data sets: `DATAWAVE_TEST_DATA`, else `shared/data` beside the repository. */
const folder = process.env['DATAWAVE_TEST_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');

/** The path of a file of public data. Without it the test is skipped, and with CI=true it fails. */
export function requireData(context: Context, name: string): string {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  if (process.env['CI'] === 'true')
    throw new Error(
      `The test data "${name}" is missing; set DATAWAVE_TEST_DATA. With CI=true nothing is skipped.`,
    );
  return context.skip();
}
