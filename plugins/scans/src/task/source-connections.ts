import type { ExecutionScope, ScanSource, SourcesService } from '@datawave/plugin-sdk';

/** A source whose settings change is asked with the new ones after so many milliseconds at the latest. */
const FRESH_MS = 1_000;

interface Known {
  readonly at: number;
  readonly connection: ScanSource;
}

/** Connections to sources for tasks that follow each other within a moment: their settings are read, and their secrets revealed, once. */
export class SourceConnections {
  readonly #sources: SourcesService;
  readonly #known = new Map<string, Known>();

  constructor(sources: SourcesService) {
    this.#sources = sources;
  }

  /** @throws DataWaveError DW_SOURCE_UNKNOWN, status 404 */
  async get(scope: ExecutionScope, sourceId: string): Promise<ScanSource> {
    const key = `${scope.workspace} ${sourceId}`;
    const now = performance.now();
    const known = this.#known.get(key);
    if (known !== undefined && now - known.at < FRESH_MS) return known.connection;
    this.#forgetOld(now);
    const connection = await this.#sources.connection(scope, sourceId);
    this.#known.set(key, { at: now, connection });
    // No secret stays in memory for longer than it is needed.
    setTimeout(() => this.#forgetOld(performance.now()), FRESH_MS + 1).unref();
    return connection;
  }

  #forgetOld(now: number): void {
    for (const [key, { at }] of this.#known) if (now - at >= FRESH_MS) this.#known.delete(key);
  }
}
