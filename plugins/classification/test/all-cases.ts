import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TableSample } from '@datawave/plugin-sdk';
import { buildSample, type ClassifierCase } from '@datawave/plugin-sdk/testing';

const PLUGINS = join(import.meta.dirname, '../..');
/** Columns of a table, so that neighbours and subjects count, too. */
const AT_ONCE = 40;

const isCase = (value: unknown): value is ClassifierCase =>
  typeof value === 'object' && value !== null && 'column' in value && 'values' in value && 'expect' in value;

/** The cases of every classifier, as far as they are kept beside it. */
async function allCases(): Promise<readonly ClassifierCase[]> {
  const folders = readdirSync(PLUGINS).filter((name) => name.startsWith('classifier-'));
  const modules = await Promise.all(
    folders.map((name): Promise<Record<string, unknown>> => import(join(PLUGINS, name, 'test/cases.ts'))),
  );
  return modules.flatMap((module) => Object.values(module).flat()).filter(isCase);
}

/** The cases of every classifier as tables of people with many columns. */
export async function tablesOfCases(): Promise<readonly TableSample[]> {
  const cases = await allCases();
  return Array.from({ length: Math.ceil(cases.length / AT_ONCE) }, (_, table) =>
    buildSample(
      'people',
      cases.slice(table * AT_ONCE, (table + 1) * AT_ONCE).map(({ column, kind, values }) => ({
        name: column,
        values,
        ...(kind === undefined ? {} : { kind }),
      })),
    ),
  );
}
