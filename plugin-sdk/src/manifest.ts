import type { JsonSchema } from './json-schema.ts';

/** The `datawave` key of a plugin's package.json: read, checked and shown before any of its code runs. @public */
export interface PluginManifest {
  readonly manifestVersion: 1;
  /** Lower case, digits and hyphens. Prefix of everything the plugin owns; hyphens become underscores where SQL and metrics need it. */
  readonly id: string;
  readonly title?: string;
  readonly description?: string;
  /** First path segments under `/api/v1` that are its own. A second claimant is an error. */
  readonly resources?: readonly string[];
  /** Range of SDK versions. */
  readonly apiVersion: string;
  /** Plugin ids with version ranges. */
  readonly requires?: Readonly<Record<string, string>>;
  readonly optional?: Readonly<Record<string, string>>;
  /** Path of a closed JSON Schema, relative to the package, for the plugin's settings. */
  readonly config?: string;
  readonly needs?: PluginNeeds;
  readonly permissions?: readonly PermissionDeclaration[];
  readonly contributes?: Contributions;
}

/** What the plugin says it touches. Disclosure for in-process plugins, enforced for isolated ones. @public */
export interface PluginNeeds {
  readonly network?: readonly string[];
  /** `own`: it keeps data. `optional`: it does where another plugin opens the database, and works without. */
  readonly database?: 'own' | 'optional';
  readonly jobs?: boolean;
  readonly http?: boolean;
  readonly secrets?: readonly string[];
  readonly files?: readonly string[];
}

/** A permission that the plugin's routes, pages and commands ask for. @public */
export interface PermissionDeclaration {
  /** `PLUGIN:ACTION` or `RESOURCE:ACTION`. */
  readonly id: string;
  readonly title: string;
  /**
   * Attributes with which every list, count and single thing behind it asks again, so that policies about them are kept. None unless
   * given: a policy that allows under conditions about others allows nothing here, and one that denies denies it altogether.
   */
  readonly attributes?: readonly AttributeName[];
  /**
   * `platform`: what it permits reaches beyond the workspace in which it is asked for, so that only roles grant it which hold in every
   * workspace. `workspace` unless given.
   */
  readonly reach?: 'workspace' | 'platform';
}

/** An attribute that policies may look at; see {@link ResourceAttributes}. @public */
export type AttributeName = 'owner' | 'domain' | 'sensitivity' | 'tags' | 'source';

/** Web components and commands, as data. @public */
export interface Contributions {
  /** Module, relative to the package, that defines the elements below. Built by Vite into the package's `dist/ui`. */
  readonly ui?: string;
  readonly pages?: readonly PageContribution[];
  readonly slots?: readonly SlotContribution[];
  readonly commands?: readonly CommandContribution[];
}

/** A page that a plugin brings to the shell. @public */
export interface PageContribution {
  readonly path: string;
  readonly element: string;
  readonly title: string;
  /** Who sees it: a permission, `signed-in` for everybody who is, `public` for a page that stands alone and asks for no sign-in. */
  readonly permission: string;
  /** Name of an icon of the design system. */
  readonly icon?: string;
  /** Lower stands higher in the navigation; without it the page is not listed there. */
  readonly order?: number;
}

/** A component that a plugin puts into a slot of somebody's page. @public */
export interface SlotContribution {
  readonly slot: string;
  readonly element: string;
  readonly order?: number;
  readonly title?: string;
  readonly permission?: string;
}

/** A subcommand of `datawave` that a plugin brings. @public */
export interface CommandContribution {
  readonly name: string;
  readonly summary: string;
}

/** A manifest together with the package it was read from. @public */
export interface PluginPackage {
  /** npm name. */
  readonly name: string;
  readonly version: string;
  /** Absolute folder of the package. */
  readonly directory: string;
  readonly manifest: PluginManifest;
  /** The parsed settings schema, when the manifest names one. */
  readonly configSchema?: JsonSchema;
}
