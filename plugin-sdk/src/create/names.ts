import { DataWaveError } from '../errors.ts';
import { nearestKey } from '../validation/nearest-key.ts';
import { PLUGIN_KINDS, type PluginKind } from './kinds.ts';

/** Everything that is called after a plugin. */
export interface PluginNames {
  /** As it was given, without scope and kind: `badge`. */
  readonly name: string;
  /** Of the plugin on the platform: `classifier-badge`. */
  readonly id: string;
  /** Of the package on npm: `datawave-classifier-badge`, or `@acme/datawave-classifier-badge`. */
  readonly packageName: string;
  /** As people read it: `Badge`. */
  readonly title: string;
}

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const SCOPE = /^@[a-z0-9][a-z0-9-]*$/;
/** Ids are at most 40 characters long; the longest kind takes eleven of them. */
const LONGEST = 29;
/** Names that belong to the kernel, to systems that keep files, and to what the templates call themselves. */
const TAKEN = new Set([
  ...['core', 'kernel', 'public', 'pg-catalog', 'information-schema', 'node-modules', 'sample-plugin'],
  ...['plugins', 'plugin', 'ui', 'jobs', 'egress-rules', 'settings', 'overview', 'datawave'],
  ...[
    'con',
    'prn',
    'aux',
    'nul',
    ...Array.from({ length: 9 }, (_, at) => [`com${at + 1}`, `lpt${at + 1}`]).flat(),
  ],
]);

/** @throws DataWaveError DW_CREATE_KIND_UNKNOWN */
export function parseKind(text: string): PluginKind {
  const found = PLUGIN_KINDS.find((kind) => kind === text);
  if (found !== undefined) return found;
  const nearest = nearestKey(text, PLUGIN_KINDS);
  throw new DataWaveError({
    code: 'DW_CREATE_KIND_UNKNOWN',
    message: `There is no kind of plugin ${JSON.stringify(text)}.`,
    hint: `Say ${nearest === undefined ? '' : `${nearest}, or another `}one of ${PLUGIN_KINDS.join(', ')}.`,
    status: 400,
  });
}

/**
 * Reads the name of a new plugin: lower case letters, digits and hyphens, with a scope of npm before it or none. Nothing else comes
 * through, so that what is made of it is safe as a folder, in a shell, in SQL and in a page.
 * @throws DataWaveError DW_CREATE_NAME_INVALID
 */
export function parseNames(kind: PluginKind, text: string): PluginNames {
  const [first = '', second, ...rest] = text.split('/');
  const scope = second === undefined ? null : first;
  const given = second ?? first;
  const name = given.startsWith(`${kind}-`) ? given.slice(kind.length + 1) : given;
  if (rest.length > 0 || (scope !== null && (!SCOPE.test(scope) || scope.length > 60)))
    throw invalid(text, 'its scope is none that npm knows');
  if (!NAME.test(name))
    throw invalid(
      text,
      'only lower case letters, digits and single hyphens between them are taken, a letter first',
    );
  if (name.length > LONGEST) throw invalid(text, `it is longer than ${LONGEST} characters`);
  if (TAKEN.has(name)) throw invalid(text, 'it is taken by the platform or by the operating system');
  // Web components are told from the browser's own elements by a hyphen, which "-page" brings along.
  const id = kind === 'page' ? name : `${kind}-${name}`;
  const base = `datawave-${kind}-${name}`;
  const words = name.replaceAll('-', ' ');
  return {
    name,
    id,
    packageName: scope === null ? base : `${scope}/${base}`,
    title: words.charAt(0).toUpperCase() + words.slice(1),
  };
}

const invalid = (text: string, reason: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_CREATE_NAME_INVALID',
    message: `${JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)} cannot be the name of a plugin: ${reason}.`,
    hint: 'Take a name such as badge or @acme/badge.',
    status: 400,
  });

/** The words of the templates, put into those of a plugin. */
export function renamed(text: string, { name, title }: PluginNames): string {
  const parts = name.split('-');
  const pascal = parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
  const words: readonly (readonly [string, string])[] = [
    ['sample-plugin', name],
    ['sample_plugin', name.replaceAll('-', '_')],
    ['SAMPLE_PLUGIN', name.replaceAll('-', '_').toUpperCase()],
    ['SamplePlugin', pascal],
    ['samplePlugin', pascal.charAt(0).toLowerCase() + pascal.slice(1)],
    ['Sample plugin', title],
    ['sample plugin', title.toLowerCase()],
  ];
  return words.reduce((all, [from, to]) => all.replaceAll(from, () => to), text);
}
