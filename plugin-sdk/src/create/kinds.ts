import type { PluginManifest } from '../manifest.ts';
import type { PluginNames } from './names.ts';

/** What can be created. @public */
export type PluginKind = 'connector' | 'classifier' | 'framework' | 'channel' | 'step' | 'page';

/** In the order in which they are offered. @public */
export const PLUGIN_KINDS: readonly PluginKind[] = [
  'connector',
  'classifier',
  'framework',
  'channel',
  'step',
  'page',
];

/** What is particular to a kind; the rest is the same for all. */
export interface KindRecipe {
  /** What it is, in a few words, for whoever has to choose. */
  readonly summary: string;
  description(names: PluginNames): string;
  /** What the manifest holds beside id, title, description and version of the SDK. */
  manifest(names: PluginNames): Partial<PluginManifest>;
  /** Plugins of the platform that the sample configuration runs beside it, by the last part of their names. */
  readonly platform: readonly string[];
  /** Settings of theirs, by the same names. */
  platformSettings?(names: PluginNames): Readonly<Record<string, unknown>>;
  /** Settings of its own in the sample configuration. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Further entries of `files` in package.json. */
  readonly ships: readonly string[];
}

const API = '^0.1.0';
const SCAN = ['scanner', 'classification', 'assessment'];
const CATALOGUE = [...SCAN, 'sources', 'scans', 'catalog'];
const german = { locales: { de: 'locales/de.json' } };

/** Every kind that can be created. */
export const RECIPES: Readonly<Record<PluginKind, KindRecipe>> = {
  connector: {
    summary: 'reads a kind of data source: discovers what is there and samples it',
    description: ({ title }) => `Reads ${title}: discovers what is there and samples it.`,
    manifest: () => ({
      requires: { scanner: API },
      config: 'config.schema.json',
      needs: { files: ['the folders under roots, read only'] },
      contributes: german,
    }),
    platform: [...CATALOGUE, 'classifier-contact'],
    ships: ['config.schema.json'],
  },
  classifier: {
    summary: 'recognises a kind of data by names, patterns and check digits',
    description: ({ title }) =>
      `Recognises ${title.toLowerCase()} numbers by names, patterns and check digits.`,
    manifest: () => ({ requires: { classification: API }, contributes: german }),
    platform: [...CATALOGUE, 'connector-sqlite'],
    ships: [],
  },
  framework: {
    summary: 'holds what was found against the controls of a law, standard or policy',
    description: ({ title }) => `Holds what was found against the controls of ${title}.`,
    manifest: () => ({ requires: { assessment: API }, contributes: german }),
    platform: [...CATALOGUE, 'compliance', 'connector-sqlite', 'classifier-payment', 'classifier-credential'],
    ships: [],
  },
  channel: {
    summary: 'takes notifications out of the platform: to a chat, a pager, a webhook',
    description: ({ title }) => `Takes notifications to ${title}.`,
    manifest: () => ({
      requires: { notifications: API },
      config: 'config.schema.json',
      needs: { network: ['the host under url'] },
      contributes: german,
    }),
    platform: ['notifications'],
    platformSettings: ({ name }) => ({ notifications: { channels: { [name]: ['*'] } } }),
    settings: { url: 'http://127.0.0.1:9099/hook' },
    ships: ['config.schema.json'],
  },
  step: {
    summary: 'does one thing within a workflow',
    description: ({ title }) => `A step of workflows: ${title}.`,
    manifest: () => ({ optional: { workflows: API }, contributes: german }),
    platform: [],
    ships: [],
  },
  page: {
    summary: 'adds a page to the web shell, with a route of the API behind it',
    description: ({ title }) => `The page ${title}.`,
    manifest: ({ id, name, title }) => ({
      resources: [name],
      config: 'config.schema.json',
      needs: { http: true },
      permissions: [{ id: `${name}:read`, title: `See the links of ${title.toLowerCase()}` }],
      contributes: {
        ui: 'ui/index.ts',
        ...german,
        pages: [
          {
            path: `/${name}`,
            element: `${id}-page`,
            title,
            permission: `${name}:read`,
            icon: 'link',
            order: 60,
          },
        ],
      },
    }),
    platform: [],
    settings: {
      links: [
        { title: 'DataWave', href: 'https://example.com/datawave', note: 'What this platform is for' },
        { title: 'On call', href: 'https://example.com/on-call' },
      ],
    },
    ships: ['ui', 'config.schema.json'],
  },
};

/** Every plugin of the platform that some sample configuration runs, by the last part of its name. @public */
export const platformPlugins = (): readonly string[] => [
  ...new Set(Object.values(RECIPES).flatMap(({ platform }) => platform)),
];

/** What a kind of plugin does, in a few words. @public */
export const kindSummary = (kind: PluginKind): string => RECIPES[kind].summary;
