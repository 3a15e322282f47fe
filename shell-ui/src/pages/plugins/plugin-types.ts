import type { PluginRevoked, PluginState, PluginStatus, Tone } from '@datawave/plugin-sdk/ui';
import { msg, t } from '@datawave/plugin-sdk/ui';

/** A plugin in the list. */
export interface ListedPlugin extends PluginStatus {
  readonly description: string | null;
  readonly isConfigurable: boolean;
  /** Ids of the plugins that cannot run without it. */
  readonly stopsWithIt: readonly string[];
  /** Ids of critical plugins that keep it from being disabled. */
  readonly keptBy: readonly string[];
}

/** Where the time of the last start went. */
export interface BootTiming {
  readonly durationMs: number;
  readonly phases: readonly { readonly name: string; readonly durationMs: number }[];
  readonly slowest: { readonly path: readonly string[]; readonly durationMs: number } | null;
}

export interface RelatedPlugin {
  readonly id: string;
  readonly title: string;
  readonly state: PluginState | null;
  readonly range: string;
  readonly isOptional: boolean;
}

/** What a tap on a hook costs, in milliseconds. */
export interface TapCost {
  readonly hook: string;
  readonly plugin: string;
  readonly calls: number;
  readonly samples: number;
  readonly errors: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** Where a plugin runs, and what that holds back. */
export interface PluginIsolation {
  readonly trust: 'first-party' | 'verified' | 'community' | 'local';
  /** Null where it is refused, for the reason. */
  readonly level: IsolationLevel | null;
  readonly due: IsolationLevel;
  readonly weakenedBy: 'host' | 'operator' | null;
  readonly reason: string | null;
  readonly enforced: readonly string[];
  readonly notEnforced: readonly string[];
}

export type IsolationLevel = 'in-process' | 'child' | 'confined';

/** Everything that is known of a plugin. */
export interface PluginDetail extends ListedPlugin {
  readonly apiVersion: string | null;
  readonly isolation: PluginIsolation;
  readonly needs: {
    readonly network?: readonly string[];
    readonly database?: 'own' | 'optional';
    readonly jobs?: boolean;
    readonly http?: boolean;
    readonly secrets?: readonly string[];
    readonly files?: readonly string[];
  };
  readonly permissions: readonly { readonly id: string; readonly title: string; readonly reach?: string }[];
  readonly resources: readonly string[];
  readonly contributes: {
    readonly pages?: readonly {
      readonly path: string;
      readonly title: string;
      readonly permission: string;
    }[];
    readonly slots?: readonly { readonly slot: string; readonly title?: string }[];
    readonly commands?: readonly { readonly name: string; readonly summary: string }[];
  };
  readonly dependencies: readonly RelatedPlugin[];
  readonly dependents: readonly RelatedPlugin[];
  readonly services: {
    readonly provided: readonly string[];
    readonly used: readonly string[];
    readonly usedIfThere: readonly string[];
  };
  readonly hooks: readonly {
    readonly id: string;
    readonly flow: string;
    readonly taps: readonly TapCost[];
  }[];
  readonly taps: readonly TapCost[];
  readonly extensionPoints: readonly {
    readonly id: string;
    readonly contributions: readonly { readonly key: string; readonly plugin: string }[];
  }[];
  readonly contributions: readonly { readonly point: string; readonly key: string }[];
  readonly routes: readonly {
    readonly method: string;
    readonly path: string;
    readonly permission: string;
    readonly summary: string;
  }[];
  readonly history: readonly {
    readonly at: string;
    readonly from: PluginState;
    readonly to: PluginState;
    readonly reason: string | null;
  }[];
  readonly problems: readonly {
    readonly code: string | null;
    readonly message: string;
    readonly where: string;
    readonly count: number;
    readonly firstAt: string;
    readonly lastAt: string;
  }[];
}

const TONES: Readonly<Record<PluginState, Tone>> = {
  discovered: 'neutral',
  resolved: 'neutral',
  migrating: 'info',
  'setting-up': 'info',
  active: 'success',
  degraded: 'warning',
  stopping: 'info',
  disabled: 'neutral',
  invalid: 'danger',
  blocked: 'warning',
  failed: 'danger',
};

const WORDS: Readonly<Record<PluginState, string>> = {
  discovered: msg('found', 'plugin'),
  resolved: msg('ready to start', 'plugin'),
  migrating: msg('preparing its data', 'plugin'),
  'setting-up': msg('starting', 'plugin'),
  active: msg('running', 'plugin'),
  degraded: msg('running with problems', 'plugin'),
  stopping: msg('stopping', 'plugin'),
  disabled: msg('switched off', 'plugin'),
  invalid: msg('not usable', 'plugin'),
  blocked: msg('waiting for others', 'plugin'),
  failed: msg('failed', 'plugin'),
};

const ICONS: Readonly<Record<PluginState, string>> = {
  discovered: 'puzzle',
  resolved: 'puzzle',
  migrating: 'hourglass',
  'setting-up': 'hourglass',
  active: 'success',
  degraded: 'warning',
  stopping: 'hourglass',
  disabled: 'power',
  invalid: 'error',
  blocked: 'clock',
  failed: 'error',
};

const SEVERITIES: Readonly<Record<PluginRevoked['severity'], string>> = {
  low: msg('Severity: low'),
  medium: msg('Severity: medium'),
  high: msg('Severity: high'),
  critical: msg('Severity: critical'),
};

/** How grave a registry calls what it has revoked a version for. */
export const severityWord = (severity: PluginRevoked['severity']): string => t(SEVERITIES[severity]);

/** How states are gathered for filtering. */
export const GROUPS = ['running', 'troubled', 'changing', 'off'] as const;
export type StateGroup = (typeof GROUPS)[number];

export const stateTone = (state: PluginState): Tone => TONES[state];
export const stateWord = (state: PluginState): string => t(WORDS[state], {}, 'plugin');
export const stateIcon = (state: PluginState): string => ICONS[state];

export const groupOf = (state: PluginState): StateGroup =>
  state === 'active'
    ? 'running'
    : state === 'disabled'
      ? 'off'
      : TONES[state] === 'danger' || TONES[state] === 'warning'
        ? 'troubled'
        : 'changing';

export const isRunning = ({ state }: Pick<PluginStatus, 'state'>): boolean =>
  state === 'active' || state === 'degraded';

/** Milliseconds that all phases of its start took. */
export const startTime = ({ timing }: Pick<PluginStatus, 'timing'>): number =>
  Object.values(timing).reduce((sum, part) => sum + part, 0);

const KINDS = [
  ['connector', 'connector-', msg('Connectors')],
  ['classifier', 'classifier-', msg('Classifiers')],
  ['framework', 'framework-', msg('Frameworks')],
  ['keys', 'kms-', msg('Key services')],
  ['sign-in', 'identity-', msg('Ways to sign in')],
] as const;

/** What role a plugin has, by its id: packages are named so. */
export const kindOf = (id: string): string =>
  KINDS.find(([, prefix]) => id.startsWith(prefix))?.[0] ?? 'feature';

export const kindChoices = (): readonly (readonly [string, string])[] => [
  ['feature', t('Features')],
  ...KINDS.map(([kind, , title]) => [kind, t(title)] as const),
];

const PHASES: Readonly<Record<string, string>> = {
  'discover plugins': msg('Finding plugins'),
  'check manifests': msg('Checking manifests'),
  'check settings': msg('Checking settings'),
  import: msg('Loading code'),
  'open services': msg('Opening services and the database'),
  'set up': msg('Setting up'),
  setup: msg('Setting up'),
  start: msg('Starting'),
  listen: msg('Opening the server'),
  'start work': msg('Beginning with work'),
};

/** What people call a phase of the start; a plugin or part of it by its id. */
export const phaseWord = (name: string): string => {
  const word = PHASES[name];
  return word === undefined ? name : t(word);
};

/** What can be done about the state of a plugin; null where there is nothing to do. */
export function whatToDo(plugin: ListedPlugin): string | null {
  switch (plugin.state) {
    case 'failed':
      return plugin.recoverable
        ? t('Mend what is named, then try again.')
        : t('Mend what is named, then restart the platform.');
    case 'invalid':
      return plugin.isConfigurable
        ? t('Correct its settings, here or in the configuration file.')
        : t('Its package has to be mended or replaced.');
    case 'blocked':
      return t('It comes back by itself as soon as what it waits for runs.');
    case 'degraded':
      return t('It goes on working. See its history for what went wrong.');
    default:
      return null;
  }
}
