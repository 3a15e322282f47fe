import type { PluginManifest } from '../manifest.ts';
import { checkValue } from './check-value.ts';
import { manifestSchema } from './manifest-schema.ts';

/** One fault of a manifest. @public */
export interface ManifestFault {
  /** JSON pointer below the key `datawave`. */
  readonly pointer: string;
  /** One sentence. */
  readonly message: string;
  readonly hint: string;
}

/** A manifest that holds, or all that is wrong with it. @public */
export type CheckedManifest =
  | { readonly manifest: PluginManifest; readonly faults: readonly [] }
  | { readonly manifest: null; readonly faults: readonly ManifestFault[] };

/** Names of the platform that no plugin may take as its id: they prefix what belongs to the kernel. */
const RESERVED_IDS = new Set(['core', 'kernel', 'public', 'pg-catalog', 'information-schema']);

/** The topic of the kernel alone. */
const PLUGINS_TOPIC = 'plugins';

/**
 * Checks the key `datawave` of a package.json, by its schema and by what no schema can say. Files that it names are not looked at.
 * @param value - parsed JSON
 * @param name - what the plugin is called where its id cannot be read
 * @public
 */
export function checkManifest(value: unknown, name: string): CheckedManifest {
  const checked = checkValue(manifestSchema, value);
  if (checked.errors.length > 0) {
    const id = claimedId(value) ?? name;
    return {
      manifest: null,
      faults: checked.errors.map(({ pointer, message }) => ({
        pointer,
        message: `The manifest of "${id}" is not valid at "${pointer === '' ? '/' : pointer}": ${message}.`,
        hint: 'Correct the key "datawave" in its package.json.',
      })),
    };
  }
  // The closed schema that has just been checked describes exactly this type.
  const manifest = checked.value as PluginManifest;
  const faults = checkMeaning(manifest);
  return faults.length === 0 ? { manifest, faults: [] } : { manifest: null, faults };
}

/** The id that a manifest claims, valid or not. @public */
export function claimedId(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  return typeof value.id === 'string' && value.id !== '' ? value.id : undefined;
}

/** What the schema cannot say. */
function checkMeaning(manifest: PluginManifest): readonly ManifestFault[] {
  const { id, contributes } = manifest;
  const faults: ManifestFault[] = [];
  const add = (pointer: string, message: string, hint: string): void =>
    void faults.push({ pointer, message, hint });
  if (RESERVED_IDS.has(id)) add('/id', `The id "${id}" belongs to the kernel.`, 'Choose another id.');
  for (const other of Object.keys(manifest.requires ?? {})) {
    if (other === id) add(`/requires/${id}`, `The plugin "${id}" requires itself.`, 'Remove the entry.');
    if (manifest.optional?.[other] !== undefined)
      add(
        `/optional/${other}`,
        `The plugin "${id}" names "${other}" under both "requires" and "optional".`,
        'Keep one of them.',
      );
  }
  const topics = (contributes?.live ?? []).map(({ topic }) => topic);
  for (const [index, topic] of topics.entries()) {
    const pointer = `/contributes/live/${index}`;
    if (topic === PLUGINS_TOPIC)
      add(pointer, `The topic "${topic}" belongs to the kernel.`, 'Choose another name.');
    else if (topics.indexOf(topic) !== index)
      add(
        pointer,
        `The plugin "${id}" names the topic "${topic}" twice.`,
        'Put all its events into one entry.',
      );
  }
  const elements = [...(contributes?.pages ?? []), ...(contributes?.slots ?? [])];
  if (elements.length > 0 && contributes?.ui === undefined)
    add(
      '/contributes/ui',
      `The plugin "${id}" contributes web components but names no module that defines them.`,
      'Add "ui": "dist/ui/index.js".',
    );
  return faults;
}
