import {
  type CatalogService,
  type ExecutionScope,
  formatUrn,
  type ScansService,
  type Source,
  type SourcesService,
} from '@datawave/plugin-sdk';

export const KEY = 'demo';
const CONNECTOR = 'sqlite';
/** Any table of the company: that the catalog knows it says that the company has been scanned before. */
const KNOWN_BY = formatUrn({ connector: CONNECTOR, source: [KEY], path: ['main', 'customers'] });

/** Services that the demo stands on. */
export interface DemoServices {
  readonly sources: SourcesService;
  readonly scans: ScansService;
  readonly catalog: CatalogService;
}

/**
 * Registers the company as a source and starts its first scan. Null when the company was scanned before and its source
 * is gone: somebody has removed it and wants to do without it.
 */
export async function ensureSource(
  { sources, scans, catalog }: DemoServices,
  scope: ExecutionScope,
  path: string,
): Promise<Source | null> {
  const [present] = await sources.list(scope, { key: KEY });
  if (present === undefined && (await catalog.facts(scope, KNOWN_BY)) !== null) return null;
  const source = await sources.register(scope, {
    key: KEY,
    title: 'Demo company',
    connector: CONNECTOR,
    config: { path },
  });
  const [latest] = await scans.list(scope, { sourceId: source.id, limit: 1 });
  if (latest === undefined) await scans.start(scope, { sourceId: source.id });
  return source;
}
