import {
  coreServices,
  DataWaveError,
  type DomainEvent,
  type SourceHealth,
  type SourceHindrance,
  sourcesService,
} from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import type { HealthHistory } from '../src/health/health-report.ts';

/** How long a test waits for something before it has found a fault, and not a slow machine. */
const PATIENCE_MS = 60_000;

/** What `GET /sources/{id}/health` answers. */
export interface ShownHealth extends SourceHealth {
  readonly isRefused: boolean;
  readonly hindrance: SourceHindrance | null;
  readonly history: HealthHistory;
}

/** Waits until something is so, and answers it. */
export async function until<T>(look: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await look();
    if (isSo(value)) return value;
    if (Date.now() > end) throw new Error(`It never came about; at last it was ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function healthOf(test: TestKernel, id: string): Promise<ShownHealth> {
  const { body } = await test.request('GET', `/api/v1/sources/${id}/health`);
  return body as ShownHealth;
}

/** Registers a staged source with a title of its own. */
export async function registerStaged(test: TestKernel, key: string): Promise<string> {
  const { id } = await test
    .service(sourcesService)
    .register(test.scope(), { key, title: key, connector: 'staged', config: { host: 'a' } });
  return id;
}

/** Follows the events about sources; `of` answers the types for one of them so far. */
export function followSources(test: TestKernel): {
  readonly of: (id: string) => readonly string[];
  readonly stop: () => void;
} {
  const seen: DomainEvent[] = [];
  const abort = new AbortController();
  const stream = test
    .service(coreServices.events)
    .stream(test.scope({ signal: abort.signal }), { types: ['sources.source.*'], after: '0' });
  const reading = (async () => {
    for await (const event of stream) seen.push(event);
  })();
  reading.catch(() => undefined);
  return {
    of: (id) =>
      seen
        .filter(({ subject }) => subject === id)
        .map(({ type }) => type.split('.').at(-1) ?? '')
        // What people do with a source is told beside.
        .filter((name) => name !== 'created' && name !== 'updated'),
    stop: () => abort.abort(),
  };
}

export const unreachable = (): never => {
  throw new DataWaveError({ code: 'DW_SOURCE_UNREACHABLE', message: 'Nobody answers there.' });
};

export const refused = (): never => {
  throw new DataWaveError({ code: 'DW_SOURCE_AUTHENTICATION', message: 'The password is wrong.' });
};
