// Runs behind a wall and imports nothing: loads a plugin, says what it is, and ends.
import { pathToFileURL } from 'node:url';

/** What a plugin on trial turned out to be, as data: names of what it declares. */
export interface TrialReport {
  readonly isPlugin: boolean;
  readonly deps: readonly string[];
  readonly optionalDeps: readonly string[];
  readonly provides: readonly string[];
  readonly hooks: readonly string[];
  readonly extensionPoints: readonly string[];
  readonly migrations: readonly string[];
  readonly entities: number;
}

/** What the process says: a report, or why there is none. */
export type TrialAnswer = { readonly report: TrialReport } | { readonly failed: string };

const MOST = 10_000;

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, MOST) : []);
const text = (value: unknown): string => String(value).slice(0, 400);
const ids = (values: readonly unknown[]): readonly string[] => values.map((one) => text(asObject(one)['id']));

function describe(module: unknown): TrialReport {
  const exported = asObject(asObject(module)['default']);
  const definition = asObject(exported['definition']);
  return {
    isPlugin: exported['kind'] === 'datawave-plugin' && typeof definition['setup'] === 'function',
    deps: ids(Object.values(asObject(definition['deps']))),
    optionalDeps: ids(Object.values(asObject(definition['optionalDeps']))),
    provides: ids(Object.values(asObject(definition['provides']))),
    hooks: ids(asList(definition['hooks'])),
    extensionPoints: ids(asList(definition['extensionPoints'])),
    migrations: asList(definition['migrations']).map((one) => text(asObject(one)['name'])),
    entities: asList(definition['entities']).length,
  };
}

const say = (answer: TrialAnswer): void => {
  process.send?.(answer, () => process.exit(0));
};

const [entry] = process.argv.slice(2);
if (process.send !== undefined && entry !== undefined) {
  try {
    say({ report: describe(await import(pathToFileURL(entry).href)) });
  } catch (error) {
    say({ failed: error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 2000) : text(error) });
  }
}
