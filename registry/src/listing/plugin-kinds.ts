import { PLUGIN_KINDS, type PluginKind } from '@datawave/plugin-sdk/packaging';
import { isRecord } from '../publish/package-json.ts';

const PREFIX = 'datawave-';

/** What a plugin brings, by its keywords (`datawave-connector`) and by the pages of its manifest; `other` where nothing says it. */
export function kindsOf(
  keywords: readonly string[],
  manifest: Readonly<Record<string, unknown>>,
): readonly PluginKind[] {
  const said = new Set(
    keywords.filter((word) => word.startsWith(PREFIX)).map((word) => word.slice(PREFIX.length)),
  );
  const contributes = manifest['contributes'];
  if (isRecord(contributes) && Array.isArray(contributes['pages']) && contributes['pages'].length > 0)
    said.add('page');
  const kinds = PLUGIN_KINDS.filter((kind) => kind !== 'other' && said.has(kind));
  return kinds.length > 0 ? kinds : ['other'];
}
