import {
  type ExecutionScope,
  type Extension,
  type ExtensionCollection,
  type Logger,
  type RiskScore,
  type RiskTerm,
  type RiskTermName,
  type RiskTermsSource,
  riskScore,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import type { SourceAccess } from '../source-access.ts';

/** A source with its risk and what it is made of. */
export interface SourceAtRisk extends RiskScore {
  readonly source: { readonly id: string; readonly key: string; readonly title: string };
  readonly terms: Partial<Readonly<Record<RiskTermName, RiskTerm>>>;
}

/** Sources by their risk, and how many of them were scanned of late. */
export interface SourcesByRisk {
  readonly items: readonly SourceAtRisk[];
  /** Sources that were looked at. */
  readonly total: number;
  /** Null where the caller may not know when sources were scanned. */
  readonly scanned: { readonly lately: number; readonly never: number; readonly days: number } | null;
  /** There are more sources than were looked at. */
  readonly isCut: boolean;
}

/** A scan within so many days counts as one of late. */
const LATELY_DAYS = 30;

/** Sources that are looked at; a workspace with more is told that not all were. */
const MOST_SOURCES = 1_000;

/** Says which sources of those that the caller may see are at the greatest risk. Each term is said by the plugin that knows it. */
export class SourcesAtRisk {
  readonly #storage: StorageService;
  readonly #access: SourceAccess;
  readonly #tellers: ExtensionCollection<RiskTermsSource>;
  readonly #log: Logger;

  constructor(
    storage: StorageService,
    access: SourceAccess,
    tellers: ExtensionCollection<RiskTermsSource>,
    log: Logger,
  ) {
    this.#storage = storage;
    this.#access = access;
    this.#tellers = tellers;
    this.#log = log;
  }

  /** The greatest risk first; those of which nothing is known yet come last. */
  async list(scope: ExecutionScope, limit: number): Promise<SourcesByRisk> {
    const { predicate } = await this.#access.visible(scope, 'sources:read', sql`key`);
    const sources = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<SourceAtRisk['source']>(
        tx,
        sql`select id, key, title from ${sql.identifier(this.#storage.schema, 'sources')}
            where state <> 'retired' and ${predicate} order by title, id limit ${MOST_SOURCES + 1}`,
      ),
    );
    const looked = sources.slice(0, MOST_SOURCES);
    const told = await Promise.all(this.#tellers.list().map((teller) => this.#ask(teller, scope, looked)));
    const items = looked.map((source): SourceAtRisk => {
      const terms: SourceAtRisk['terms'] = Object.assign({}, ...told.map((known) => known.get(source.id)));
      return { source, terms, ...riskScore(terms) };
    });
    items.sort(
      (one, other) =>
        (other.product ?? -1) - (one.product ?? -1) ||
        one.source.title.localeCompare(other.source.title, 'en'),
    );
    return {
      items: items.slice(0, limit),
      total: looked.length,
      scanned: scannedOf(items),
      isCut: sources.length > MOST_SOURCES,
    };
  }

  /** What one plugin knows; nothing where it fails: the others still say theirs. */
  async #ask(
    { key, value }: Extension<RiskTermsSource>,
    scope: ExecutionScope,
    sources: readonly SourceAtRisk['source'][],
  ): ReturnType<RiskTermsSource['measure']> {
    try {
      return await value.measure(scope, sources);
    } catch (error) {
      scope.signal.throwIfAborted();
      this.#log.warn('a term of the risk of sources could not be found out', { by: key, error });
      return new Map();
    }
  }
}

function scannedOf(items: readonly SourceAtRisk[]): SourcesByRisk['scanned'] {
  const known = items.flatMap(({ terms }) => terms.staleness ?? []);
  if (items.length > 0 && known.length === 0) return null;
  const ages = known.map(({ figures }) => figures['days'] ?? null);
  return {
    lately: ages.filter((days) => days !== null && days <= LATELY_DAYS).length,
    never: ages.filter((days) => days === null).length,
    days: LATELY_DAYS,
  };
}
