import { posix } from 'node:path';
import { findImports } from './imports.ts';

/** Something that breaks the layers: where, what, and why it is forbidden. */
export interface LayerViolation {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly why: string;
}

/** A package of ours: `plugins/NAME` for a plugin, else its top folder. */
type Layer = 'core' | 'plugin-sdk' | 'shell-ui' | 'registry' | `plugins/${string}`;

const WHY = {
  'plugin-sdk':
    'plugin-sdk is what everything else stands on; only plugin-sdk/testing loads core, as an optional peer',
  core: 'the kernel knows plugin-sdk alone; every feature is a plugin',
  'shell-ui': 'the shell knows plugin-sdk alone; every feature comes from a plugin at run time',
  plugin:
    'a plugin imports @datawave/plugin-sdk and nothing else of ours; what two plugins share is a contract in plugin-sdk/src/governance',
  relative: 'a path out of the package breaks once it is published; import the package by its name',
  testing: 'plugin-sdk/testing loads the whole kernel and belongs in tests',
} as const;

const FORBIDDEN_CALLS = [
  {
    pattern: /\.(getConnection|getKysely)\b/,
    why: 'it passes by the session that carries the workspace, so row-level security sees nobody; use the unit of work',
  },
  {
    pattern: /\b(set_config\s*\(|reset\s+role\b|set\s+(?:local\s+)?role\b)/i,
    why: 'the workspace and the role of a session are set by the storage service alone',
  },
] as const;

/**
 * Checks one source file.
 * @param file - its path relative to the root, with forward slashes
 */
export function checkLayers(file: string, source: string): readonly LayerViolation[] {
  const layer = layerOf(file);
  if (layer === undefined) return [];
  const violations: LayerViolation[] = [];
  for (const { specifier, line } of findImports(source)) {
    const why = whyForbidden(file, layer, specifier);
    if (why !== undefined) violations.push({ file, line, what: `imports ${specifier}`, why });
  }
  if ((layer.startsWith('plugins/') || layer === 'registry') && !isTest(file))
    violations.push(...checkCalls(file, source));
  return violations;
}

function checkCalls(file: string, source: string): readonly LayerViolation[] {
  return source.split('\n').flatMap((text, index) => {
    if (/^\s*(\/\/|\/?\*)/.test(text)) return [];
    return FORBIDDEN_CALLS.flatMap(({ pattern, why }) => {
      const match = pattern.exec(text);
      return match === null ? [] : [{ file, line: index + 1, what: `uses ${match[0].trim()}`, why }];
    });
  });
}

function whyForbidden(file: string, layer: Layer, specifier: string): string | undefined {
  const isRelative = specifier.startsWith('.');
  const target = isRelative ? layerOf(posix.join(posix.dirname(file), specifier)) : layerOfName(specifier);
  if (target === layer) return undefined;
  if (isTest(file) || isScript(file)) return undefined;
  if (isRelative) return target === undefined && staysInside(file, specifier) ? undefined : WHY.relative;
  if (target === undefined) return undefined;
  if (layer === 'plugin-sdk') {
    return target === 'core' && file.startsWith('plugin-sdk/src/testing/') ? undefined : WHY['plugin-sdk'];
  }
  if (target !== 'plugin-sdk') return layer === 'core' || layer === 'shell-ui' ? WHY[layer] : WHY.plugin;
  return specifier.startsWith('@datawave/plugin-sdk/testing') ? WHY.testing : undefined;
}

/** The package that a path relative to the root lies in. */
function layerOf(path: string): Layer | undefined {
  const [top, name] = path.split('/');
  if (top === 'core' || top === 'plugin-sdk' || top === 'shell-ui' || top === 'registry') return top;
  return top === 'plugins' && name !== undefined ? `plugins/${name}` : undefined;
}

function layerOfName(specifier: string): Layer | undefined {
  const [scope, name] = specifier.split('/');
  if (scope !== '@datawave' || name === undefined) return undefined;
  if (name === 'core' || name === 'plugin-sdk' || name === 'shell-ui' || name === 'registry') return name;
  return `plugins/${name.replace(/^plugin-/, '')}`;
}

function staysInside(file: string, specifier: string): boolean {
  return !posix.join(posix.dirname(file), specifier).startsWith('..') && layerOf(file) === undefined;
}

/** Tests, fault suites, benchmarks, evaluation and training look at the whole house; none of them is shipped. */
function isTest(file: string): boolean {
  return /\.test\.m?ts$/.test(file) || /(^|\/)(test|faults|attacks|bench|eval|training)\//.test(file);
}

/** What builds and checks the repository is part of no package. */
function isScript(file: string): boolean {
  return /^(core|shell-ui)\/scripts\//.test(file);
}
