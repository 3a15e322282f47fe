import type { HookRef, Migration } from '@datawave/plugin-sdk';

/** What the platform is told of a plugin's definition: what it says in data. */
export interface PluginDescription {
  /** Ids of services, by the names that the plugin gives them. */
  readonly deps: Readonly<Record<string, string>>;
  readonly optionalDeps: Readonly<Record<string, string>>;
  readonly provides: Readonly<Record<string, string>>;
  readonly hooks: readonly Pick<HookRef<never, unknown>, 'id' | 'flow' | 'mode' | 'onError'>[];
  readonly extensionPoints: readonly string[];
  readonly hasStart: boolean;
  /** How many there are: they are the process's own affair. */
  readonly entities: number;
  /** The platform runs them. */
  readonly migrations: readonly Migration[];
}

/** A service as an isolated plugin sees it. */
export interface ServiceShape {
  readonly id: string;
  readonly methods: readonly string[];
  /** Fields that are data, as of now. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the plugin is set up with. */
export interface SetupParts {
  readonly plugin: { readonly id: string; readonly version: string; readonly directory: string };
  readonly dataDirectory: string;
  readonly config: unknown;
  readonly services: Readonly<Record<string, ServiceShape>>;
  readonly optional: Readonly<Record<string, ServiceShape | null>>;
}
