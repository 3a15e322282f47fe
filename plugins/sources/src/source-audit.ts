import { type AuditService, auditChange, type ExecutionScope, type Transaction } from '@datawave/plugin-sdk';
import type { SplitSettings } from './connection-secrets.ts';
import type { SourceDetail } from './source-detail.ts';

type Secrets = SplitSettings['secret'];

/** What the audit trail is told of sources: what people decide of them, and which secrets were entered, never what they are. */
export class SourceAudit {
  readonly #audit: AuditService;

  constructor(audit: AuditService) {
    this.#audit = audit;
  }

  created(tx: Transaction, scope: ExecutionScope, source: SourceDetail, entered: Secrets): Promise<void> {
    return this.#audit.record(tx, scope, {
      action: 'sources.source.created',
      object: objectOf(source),
      ...auditChange(null, { ...stateOf(source), ...enteredFields(entered) }),
    });
  }

  updated(
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
    return this.#audit.record(tx, scope, {
      action: 'sources.source.updated',
      object: objectOf(after),
      ...(reason === undefined ? {} : { reason }),
      ...auditChange(stateOf(before), { ...stateOf(after), ...enteredFields(entered) }),
    });
  }

  deleted(tx: Transaction, scope: ExecutionScope, source: SourceDetail): Promise<void> {
    return this.#audit.record(tx, scope, {
      action: 'sources.source.deleted',
      object: objectOf(source),
      ...auditChange(stateOf(source), null),
    });
  }
}

const objectOf = ({ id, title }: SourceDetail) => ({ type: 'source', id, name: title });

const enteredFields = (entered: Secrets | undefined): { readonly enteredFields?: readonly string[] } =>
  entered === undefined || entered.size === 0 ? {} : { enteredFields: [...entered.keys()] };

const stateOf = (source: SourceDetail) => {
  const { key, title, connector, state, config, include, exclude, load, maintenance } = source;
  return { key, title, connector, state, config, include, exclude, load, maintenance };
};
