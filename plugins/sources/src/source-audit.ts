import {
  type AuditService,
  auditChange,
  type EventsService,
  type ExecutionScope,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { SplitSettings } from './connection-secrets.ts';
import type { SourceDetail } from './source-detail.ts';

type Secrets = SplitSettings['secret'];

/**
 * What the audit trail is told of sources: what people decide of them, and which secrets were entered, never what they are. Whoever looks
 * at them is told that they have changed.
 */
export class SourceAudit {
  readonly #audit: AuditService;
  readonly #events: EventsService;

  constructor(audit: AuditService, events: EventsService) {
    this.#audit = audit;
    this.#events = events;
  }

  async created(
    tx: Transaction,
    scope: ExecutionScope,
    source: SourceDetail,
    entered: Secrets,
  ): Promise<void> {
    await this.#audit.record(tx, scope, {
      action: 'sources.source.created',
      object: objectOf(source),
      ...auditChange(null, { ...stateOf(source), ...enteredFields(entered) }),
    });
    await this.#tell(tx, scope, 'created', source);
  }

  async updated(
    tx: Transaction,
    scope: ExecutionScope,
    change: {
      readonly before: SourceDetail;
      readonly after: SourceDetail;
      readonly entered: Secrets | undefined;
      readonly reason: string | undefined;
    },
  ): Promise<void> {
    const { before, after, entered, reason } = change;
    await this.#audit.record(tx, scope, {
      action: 'sources.source.updated',
      object: objectOf(after),
      ...(reason === undefined ? {} : { reason }),
      ...auditChange(stateOf(before), { ...stateOf(after), ...enteredFields(entered) }),
    });
    await this.#tell(tx, scope, 'updated', after);
  }

  async deleted(tx: Transaction, scope: ExecutionScope, source: SourceDetail): Promise<void> {
    await this.#audit.record(tx, scope, {
      action: 'sources.source.deleted',
      object: objectOf(source),
      ...auditChange(stateOf(source), null),
    });
    await this.#tell(tx, scope, 'deleted', source);
  }

  #tell(
    tx: Transaction,
    scope: ExecutionScope,
    what: 'created' | 'updated' | 'deleted',
    { id, key }: SourceDetail,
  ): Promise<void> {
    return this.#events.publish(tx, scope, {
      type: `sources.source.${what}`,
      subject: id,
      data: { sourceId: id, key },
    });
  }
}

const objectOf = ({ id, title }: SourceDetail) => ({ type: 'source', id, name: title });

const enteredFields = (entered: Secrets | undefined): { readonly enteredFields?: readonly string[] } =>
  entered === undefined || entered.size === 0 ? {} : { enteredFields: [...entered.keys()] };

const stateOf = (source: SourceDetail) => {
  const { key, title, owner, connector, state, config, include, exclude, load, maintenance } = source;
  return { key, title, owner, connector, state, config, include, exclude, load, maintenance };
};
