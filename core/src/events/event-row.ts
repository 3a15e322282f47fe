import type { DomainEvent, EventFilter, Json } from '@datawave/plugin-sdk';

/** A row of core.events. */
export interface EventRow {
  readonly sequence: string;
  readonly id: string;
  readonly workspace_id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string | null;
  readonly time: Date;
  readonly data: Json;
}

/** The row in its CloudEvents envelope. */
export const eventFromRow = (row: EventRow): DomainEvent => ({
  specversion: '1.0',
  id: row.id,
  source: row.source,
  type: row.type,
  ...(row.subject === null ? {} : { subject: row.subject }),
  time: row.time.toISOString(),
  datacontenttype: 'application/json',
  data: row.data,
  workspace: row.workspace_id,
  sequence: row.sequence,
});

/** A filter as a function; a type that ends in `.*` is a prefix. */
export function matcher(filter: EventFilter, workspace: string | null): (event: DomainEvent) => boolean {
  const exact = new Set(filter.types?.filter((type) => !type.endsWith('.*')));
  const prefixes = (filter.types ?? [])
    .filter((type) => type.endsWith('.*'))
    .map((type) => type.slice(0, -1));
  return (event) =>
    (workspace === null || event.workspace === workspace) &&
    (filter.subject === undefined || event.subject === filter.subject) &&
    (filter.types === undefined ||
      exact.has(event.type) ||
      prefixes.some((prefix) => event.type.startsWith(prefix)));
}
