import * as sdk from '../../src/index.ts';
import type { RepositoryPlugin, SourceText } from './gather-plugins.ts';

/** A service, hook or extension point that the SDK names, with who has to do with it: ids of plugins, or `core`. */
export interface GatheredRef {
  readonly kind: 'service' | 'hook' | 'extension-point';
  readonly id: string;
  /** The constant that the SDK exports. */
  readonly constant: string;
  /** How a hook runs; empty for the others. */
  readonly manner: string;
  /** Who provides the service, calls the hook or owns the point. */
  readonly owners: readonly string[];
  /** Who depends on the service, taps the hook or contributes to the point. */
  readonly users: readonly string[];
  /** Who works with the service where it is there; who reads the point. */
  readonly others: readonly string[];
}

interface Ref {
  readonly kind: GatheredRef['kind'];
  readonly id: string;
  readonly flow?: string;
  readonly mode?: string;
  readonly onError?: string;
}

const KERNEL = 'core';

/** Every ref that the SDK exports, with its place in the plugins of the repository. */
export function gatherRefs(
  plugins: readonly RepositoryPlugin[],
  kernel: readonly SourceText[],
): readonly GatheredRef[] {
  const named: readonly (readonly [string, unknown])[] = [
    ...Object.entries(sdk),
    ...Object.entries(sdk.coreServices).map(([name, ref]) => [`coreServices.${name}`, ref] as const),
  ];
  return named
    .flatMap(([constant, ref]) => (isRef(ref) ? [gatherRef(constant, ref, plugins, kernel)] : []))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}

function isRef(value: unknown): value is Ref {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'kind' in value &&
    (value.kind === 'service' || value.kind === 'hook' || value.kind === 'extension-point')
  );
}

function gatherRef(
  constant: string,
  ref: Ref,
  plugins: readonly RepositoryPlugin[],
  kernel: readonly SourceText[],
): GatheredRef {
  const inDefinition = (
    holds: (definition: NonNullable<RepositoryPlugin['definition']>) => readonly { readonly id: string }[],
  ): readonly string[] =>
    plugins
      .filter(({ definition }) => definition !== null && holds(definition).some(({ id }) => id === ref.id))
      .map(({ id }) => id);
  const inSources = (call: RegExp): readonly string[] => [
    ...(kernel.some(({ text }) => call.test(text)) ? [KERNEL] : []),
    ...plugins.filter(({ sources }) => sources.some(({ text }) => call.test(text))).map(({ id }) => id),
  ];
  const named = (call: string): RegExp => new RegExp(`${call}(?:<[^(]*>)?\\(\\s*${constant}\\b`);
  const ofKernel = ref.id.startsWith(`${KERNEL}.`) ? [KERNEL] : [];
  const manner = [ref.flow, ref.mode === 'sync' ? 'synchronous' : undefined, ref.onError]
    .filter((word) => word !== undefined)
    .join(', ');
  const common = { kind: ref.kind, id: ref.id, constant };
  if (ref.kind === 'service') {
    return {
      ...common,
      manner: '',
      owners: [...ofKernel, ...inDefinition(({ provides = {} }) => Object.values(provides))],
      users: inDefinition(({ deps = {} }) => Object.values(deps)),
      others: inDefinition(({ optionalDeps = {} }) => Object.values(optionalDeps)),
    };
  }
  if (ref.kind === 'hook') {
    return {
      ...common,
      manner,
      owners: [...ofKernel, ...inDefinition(({ hooks = [] }) => hooks)],
      users: inSources(named('\\.tap')),
      others: [],
    };
  }
  return {
    ...common,
    manner: '',
    owners: [...ofKernel, ...inDefinition(({ extensionPoints = [] }) => extensionPoints)],
    users: inSources(named('\\.contribute')),
    others: inSources(named('\\.collection')),
  };
}
