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
  /**
   * Hosts, with a port or for any: `api.example.com:443`, `*.example.com`, `*` for the outside. An entry in words, such as
   * `the configured server`, stands for the hosts that its settings name, those of the plugin and of the source that it is to open.
   */
  readonly network?: readonly string[];
  /** `own`: it keeps data. `optional`: it does where another plugin opens the database, and works without. */
  readonly database?: 'own' | 'optional';
  readonly jobs?: boolean;
  readonly http?: boolean;
  readonly secrets?: readonly string[];
  readonly files?: readonly string[];
  /** Sends mail to people: to members of the workspace alone, where it is isolated. */
  readonly mail?: boolean;
  /** A search of its own is sent what people type into the command palette. */
  readonly search?: boolean;
  /** Routes that answer anybody, without a sign-in, as they are registered: `GET /weather/feeds/:id`. An isolated plugin has no others. */
  readonly public?: readonly string[];
  /**
   * Requests below `/api/v1` that its pages send beside those to its own `resources`, in the name of whoever looks at them: `GET /assets`,
   * `GET /assets/*` with `*` for one segment, `GET /lineage/**` for any that follow. Pages of plugins that are not verified are held to it.
   */
  readonly api?: readonly string[];
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
  readonly actions?: readonly ActionContribution[];
  readonly searches?: readonly SearchContribution[];
  readonly commands?: readonly CommandContribution[];
  /** Files with the plugin's texts in other languages than English, relative to the package, by BCP 47 tag: `{ "de": "locales/de.json" }`. */
  readonly locales?: Readonly<Record<string, string>>;
  /** What browsers are told to have changed, so that screens bring themselves up to date. */
  readonly live?: readonly LiveContribution[];
}

/**
 * A topic that browsers follow: whoever holds the permission is told that something of it has changed, and never what. Two topics are the
 * kernel's: `plugins`, and `session` for the rights of whoever is signed in. Any plugin may add to `session`, with the events after which
 * rights may be others than before.
 * @public
 */
export interface LiveContribution {
  /** Lower case, digits and hyphens. It belongs to one plugin. */
  readonly topic: string;
  /** Types of domain events, or prefixes ending in `.*`. */
  readonly events: readonly string[];
  /** Who is told: a permission, or `signed-in`. */
  readonly permission: string;
  /** `platform`: the thing is one of all workspaces, so that an event in any of them counts. `workspace` unless given. */
  readonly reach?: 'workspace' | 'platform';
  /** Events whose subject is the id of a principal are told to that one alone; those without a subject to all who hold the permission. */
  readonly personal?: true;
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
  /** Part of the navigation that it is listed in; `more` unless given. */
  readonly group?: PageGroup;
}

/** Parts of the navigation: finding out, keeping the rules, running the platform, and the rest. @public */
export type PageGroup = 'discover' | 'govern' | 'administer' | 'more';

/** Something to do, offered by the command palette without loading any code. @public */
export interface ActionContribution {
  /** As a verb: `Add a source`. */
  readonly title: string;
  /** Page of the shell that it leads to. */
  readonly href: string;
  /** Who is offered it: a permission, or `signed-in`. */
  readonly permission: string;
  /** Name of an icon of the design system. */
  readonly icon?: string;
  /** Other words that it is found by. */
  readonly keywords?: readonly string[];
}

/** A list of the API that the command palette searches while somebody types. @public */
export interface SearchContribution {
  /** What is found, in the plural: `Assets`. */
  readonly title: string;
  /** Path below `/api/v1` that answers a list; `{query}` stands for what was typed: `/assets?q={query}&limit=5`. */
  readonly path: string;
  /** Field of an item that names it; fields in fields are reached by points. */
  readonly label: string;
  /** The label is one of the platform's own words, such as the title of an info type: it is shown in the chosen language. */
  readonly isWord?: boolean;
  /** Field of an item that says more of it. */
  readonly detail?: string;
  /** Page of the shell that an item leads to; `{field}` stands for a field of it: `/assets/{urn}`. */
  readonly href: string;
  /** Who is offered it: a permission, or `signed-in`. The server decides again. */
  readonly permission: string;
  /** Name of an icon of the design system. */
  readonly icon?: string;
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
