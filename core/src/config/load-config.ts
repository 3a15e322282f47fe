import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pointerSegment } from '@datawave/plugin-sdk';
import { checkSettings } from './check-settings.ts';
import type { KernelSettings } from './config.generated.ts';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { interpolate } from './interpolate.ts';
import type { KernelConfig } from './kernel-config.ts';
import { mergeSettings } from './merge.ts';
import type { SourceLocation } from './source-location.ts';
import { parseLocated } from './yaml-document.ts';

/** What the command line says louder than the file. */
export interface ConfigOverrides {
  readonly host?: string;
  readonly port?: number;
  readonly metricsPort?: number;
  /** Absolute, or relative to the working folder. */
  readonly data?: string;
}

interface Layer {
  readonly value: unknown;
  readonly locations: ReadonlyMap<string, SourceLocation>;
  /** By pointer; the place says whether the value still stands or was replaced by a file that extends this one. */
  readonly variables: ReadonlyMap<
    string,
    { readonly names: readonly string[]; readonly at: SourceLocation | null }
  >;
}

const MAX_DEPTH = 10;

/**
 * Reads a configuration: `extends`, environment, overrides, schema.
 * @throws ConfigError with every fault, each with file, line and path.
 */
export async function loadConfig(
  file: string,
  options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly overrides?: ConfigOverrides;
  },
): Promise<KernelConfig> {
  const path = resolve(file);
  const problems: ConfigProblem[] = [];
  const layer = await readLayer(path, [], null, options.env, problems);
  const settings = applyOverrides(layer.value, options.env, options.overrides ?? {});

  const locate = (pointer: string): SourceLocation | null => {
    for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
      const location = layer.locations.get(at);
      if (location !== undefined || at === '') return location ?? null;
    }
  };
  const environmentOf = (pointer: string): readonly string[] => [
    ...new Set(
      [...layer.variables].flatMap(([at, variable]) =>
        (at === pointer || at.startsWith(`${pointer}/`)) && variable.at === (layer.locations.get(at) ?? null)
          ? variable.names
          : [],
      ),
    ),
  ];
  const assemble = (value: KernelSettings): KernelConfig => {
    const projectDirectory = findProject(dirname(path));
    return {
      ...value,
      file: path,
      projectDirectory,
      storage: { ...value.storage, data: resolve(projectDirectory, value.storage.data) },
      plugins: Object.fromEntries(
        Object.entries(value.plugins).map(([name, plugin]) => {
          const pointer = `/plugins/${pointerSegment(name)}`;
          return [
            name,
            {
              enabled: plugin?.enabled ?? true,
              critical: plugin?.critical ?? false,
              config: plugin?.config ?? {},
              isolation: plugin?.isolation ?? null,
              location: locate(pointer),
              locate: (below: string) => locate(`${pointer}/config${below}`),
              environmentOf: (below: string) => environmentOf(`${pointer}/config${below}`),
            },
          ];
        }),
      ),
    };
  };

  const checked = checkSettings(settings);
  problems.push(...checked.problems.map((fault) => ({ ...fault, location: locate(fault.pointer) })));
  if (checked.value?.jobs.transport === 'bull' && checked.value.jobs.redis === undefined) {
    problems.push({
      pointer: '/jobs/transport',
      location: locate('/jobs/transport'),
      message: 'The transport "bull" needs a Redis server.',
      hint: 'Set jobs.redis.url or REDIS_URL, or take the transport "postgres".',
    });
  }
  if (checked.value !== null && problems.length === 0) return assemble(checked.value);
  const salvaged = checkSettings({ plugins: soundPlugins(settings) }).value;
  throw new ConfigError(path, problems, salvaged === null ? null : assemble(salvaged));
}

/** The plugins of settings whose entries are well-formed, whatever else is wrong. */
function soundPlugins(settings: unknown): Readonly<Record<string, unknown>> {
  const plugins =
    typeof settings === 'object' && settings !== null && 'plugins' in settings ? settings.plugins : {};
  if (typeof plugins !== 'object' || plugins === null) return {};
  return Object.fromEntries(
    Object.entries(plugins).filter(
      ([name, plugin]) => checkSettings({ plugins: { [name]: plugin } }).value !== null,
    ),
  );
}

/** Reads a file and what it extends, the extended first. */
async function readLayer(
  path: string,
  chain: readonly string[],
  from: SourceLocation | null,
  env: Readonly<Record<string, string | undefined>>,
  problems: ConfigProblem[],
): Promise<Layer> {
  const empty: Layer = { value: {}, locations: new Map(), variables: new Map() };
  if (chain.includes(path) || chain.length >= MAX_DEPTH) {
    const circle = [...chain.slice(chain.indexOf(path)), path].join(' -> ');
    problems.push({
      pointer: '/extends',
      location: from,
      message: chain.includes(path)
        ? `The files extend each other in a circle: ${circle}.`
        : `More than ${MAX_DEPTH} files extend each other.`,
      hint: 'Remove one "extends".',
    });
    return empty;
  }
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const reason =
      cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
        ? 'does not exist'
        : 'cannot be read';
    problems.push({
      pointer: from === null ? '' : '/extends',
      location: from,
      message: `The file ${path} ${reason}.`,
      hint: 'Check the path and its permissions.',
    });
    return empty;
  }
  const document = parseLocated(path, text);
  problems.push(...document.problems);
  const filled = interpolate(document, env);
  problems.push(...filled.problems);
  if (filled.value === null) return empty;
  if (typeof filled.value !== 'object' || Array.isArray(filled.value)) {
    problems.push({
      pointer: '',
      location: { file: path, line: 1, column: 1 },
      message: 'The file holds no mapping of keys to values.',
      hint: 'Start with "plugins:" for instance.',
    });
    return empty;
  }
  const { extends: parents, ...own } = filled.value as Record<string, unknown>;
  let merged: Layer = empty;
  for (const parent of parents === undefined ? [] : Array.isArray(parents) ? parents : [parents]) {
    const location = document.locations.get('/extends') ?? null;
    if (typeof parent !== 'string') {
      problems.push({
        pointer: '/extends',
        location,
        message: '"extends" takes the path of a file, or a list of paths.',
      });
      continue;
    }
    const base = await readLayer(resolve(dirname(path), parent), [...chain, path], location, env, problems);
    merged = {
      value: mergeSettings(merged.value, base.value),
      locations: new Map([...merged.locations, ...base.locations]),
      variables: new Map([...merged.variables, ...base.variables]),
    };
  }
  return {
    value: mergeSettings(merged.value, own),
    locations: new Map([...merged.locations, ...document.locations]),
    variables: new Map([
      ...merged.variables,
      ...[...filled.variables].map(
        ([pointer, names]) => [pointer, { names, at: document.locations.get(pointer) ?? null }] as const,
      ),
    ]),
  };
}

function applyOverrides(
  value: unknown,
  env: Readonly<Record<string, string | undefined>>,
  overrides: ConfigOverrides,
): unknown {
  const metrics = overrides.metricsPort === undefined ? {} : { metrics: { port: overrides.metricsPort } };
  const server = {
    ...(overrides.host === undefined ? {} : { host: overrides.host }),
    ...(overrides.port === undefined ? {} : { port: overrides.port }),
    ...metrics,
  };
  const storage = {
    ...(env['DATABASE_URL'] ? { url: env['DATABASE_URL'] } : {}),
    ...(overrides.data === undefined ? {} : { data: resolve(overrides.data) }),
  };
  const jobs = env['REDIS_URL'] ? { redis: { url: env['REDIS_URL'] } } : {};
  const layer = Object.fromEntries(
    Object.entries({ server, storage, jobs }).filter(([, part]) => Object.keys(part).length > 0),
  );
  return mergeSettings(value, layer);
}

function findProject(directory: string): string {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(resolve(at, 'package.json'))) return at;
    if (dirname(at) === at) return directory;
  }
}
