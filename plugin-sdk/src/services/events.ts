import type { Json } from '../json-schema.ts';
import { type Disposer, serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { Transaction } from './storage.ts';

/** A domain event in the CloudEvents 1.0 envelope. @public */
export interface DomainEvent<Data = Json> {
  readonly specversion: '1.0';
  readonly id: string;
  /** `/plugins/PLUGIN`. */
  readonly source: string;
  /** `PLUGIN.THING.PAST_PARTICIPLE`, e.g. `scans.run.completed`. */
  readonly type: string;
  /** What it is about: an id or URN. */
  readonly subject?: string;
  /** ISO 8601. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Data;
  /** Workspace id. */
  readonly workspace: string;
  /** Position in the relay's order, without gaps that could still be filled: what `Last-Event-ID` carries. Decimal. */
  readonly sequence: string;
}

/** Which events are wanted; all that is given must agree. @public */
export interface EventFilter {
  /** Types, or prefixes ending in `.*`. All unless given. */
  readonly types?: readonly string[];
  readonly subject?: string;
}

/** Domain events through the transactional outbox. @public */
export interface EventsService {
  /** Published when the transaction commits, never when it does not. No secret, no raw value of a source. */
  publish(
    tx: Transaction,
    scope: ExecutionScope,
    event: { readonly type: string; readonly subject?: string; readonly data: Json },
  ): Promise<void>;
  /** Called in this process for each event relayed from now on, in order; a throwing subscriber is recorded against its plugin. */
  subscribe(filter: EventFilter, handler: (event: DomainEvent) => void | Promise<void>): Disposer;
  /** Events of one workspace after a sequence (exclusive), then live, until the scope is aborted. From now on unless `after` is given. */
  stream(
    scope: ExecutionScope,
    filter: EventFilter & { readonly after?: string },
  ): AsyncIterable<DomainEvent>;
}

/** The ref of the kernel's events: outbox, subscriptions and streams. @public */
export const eventsService = serviceRef<EventsService>('core.events');
