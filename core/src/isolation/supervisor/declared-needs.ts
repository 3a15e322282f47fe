import { DataWaveError, type PluginManifest, type PluginNeeds } from '@datawave/plugin-sdk';

interface Declared {
  isIn(needs: PluginNeeds): boolean;
  /** What to add to `needs`. */
  readonly line: string;
}

const names = (list: readonly string[] | undefined): boolean => list !== undefined && list.length > 0;

/** Services that whoever installs a plugin is asked for, and where in its manifest. Data is checked with what it keeps. */
const ASKED_FOR: Readonly<Record<string, Declared>> = {
  'core.jobs': { isIn: ({ jobs }) => jobs === true, line: '"jobs": true' },
  'core.http': { isIn: ({ http }) => http === true, line: '"http": true' },
  'core.vault': { isIn: ({ secrets }) => names(secrets), line: '"secrets": ["what it keeps there"]' },
  // Files that a source names are opened through the same broker.
  'core.egress': {
    isIn: ({ network, files }) => names(network) || names(files),
    line: '"network": ["api.example.com:443"]',
  },
  'mail.sender': { isIn: ({ mail }) => mail === true, line: '"mail": true' },
};

/** Lines that `needs` of a manifest lacks for these services. */
export const undeclared = (
  services: readonly string[],
  needs: PluginNeeds,
): readonly (readonly [string, string])[] =>
  [...new Set(services)].flatMap((service) => {
    const declared = Object.hasOwn(ASKED_FOR, service) ? ASKED_FOR[service] : undefined;
    return declared === undefined || declared.isIn(needs) ? [] : [[service, declared.line] as const];
  });

/**
 * Holds an isolated plugin to what its manifest says that it needs.
 * @param services - ids of those that it takes, where they are there or without them
 * @throws DataWaveError DW_ISOLATION_UNDECLARED naming what to add
 */
export function checkDeclared(manifest: PluginManifest, services: readonly string[]): void {
  const { id, needs = {} } = manifest;
  const missing = undeclared(services, needs);
  const typed = needs.search !== true && searchesOf(manifest).length > 0;
  if (missing.length === 0 && !typed) return;
  const lines = [...missing.map(([, line]) => line), ...(typed ? ['"search": true'] : [])];
  const what = [
    ...missing.map(([service]) => `takes the service "${service}"`),
    ...(typed ? ['is sent what people type into search'] : []),
  ];
  throw new DataWaveError({
    code: 'DW_ISOLATION_UNDECLARED',
    message: `The isolated plugin "${id}" ${what.join(', ')}, and its manifest does not say so.`,
    hint: `Add to "needs" under "datawave" in its package.json: ${lines.join(', ')}. Whoever installs it is asked then; or do without.`,
    where: `plugin ${id}`,
  });
}

/** Paths of its own that are sent what people type into search. */
export const searchesOf = ({
  resources = [],
  contributes,
}: Pick<PluginManifest, 'resources' | 'contributes'>): readonly string[] =>
  (contributes?.searches ?? [])
    .map(({ path }) => path)
    .filter((path) => resources.includes(path.split(/[/?]/)[1] ?? ''));
