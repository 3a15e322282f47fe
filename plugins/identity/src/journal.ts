import {
  type AccountEvent,
  type AuditEntry,
  type AuditService,
  type EventsService,
  type ExecutionScope,
  identityEvents,
  type Json,
  type SessionEvent,
  type SignInEvent,
  type Transaction,
} from '@datawave/plugin-sdk';
import { foldName } from './accounts/fold-name.ts';

/** Types of the events that are about an account. */
export type AccountEventType =
  | 'userCreated'
  | 'userChanged'
  | 'userPrivilegesChanged'
  | 'userLocked'
  | 'userUnlocked'
  | 'userDeactivated'
  | 'userDeleted'
  | 'userCredentialsChanged'
  | 'apiTokenCreated'
  | 'apiTokenRevoked';

/** Tells what was done: in the audit trail and as an event, both in the transaction that does it. Neither is given a secret. */
export class Journal {
  readonly #events: EventsService;
  readonly #audit: () => AuditService | undefined;
  readonly #fingerprint: (text: string) => Promise<string>;

  /**
   * @param audit - read anew each time, because it comes and goes
   * @param fingerprint - tells names apart without saying them
   */
  constructor(
    events: EventsService,
    audit: () => AuditService | undefined,
    fingerprint: (text: string) => Promise<string>,
  ) {
    this.#events = events;
    this.#audit = audit;
    this.#fingerprint = fingerprint;
  }

  async record(tx: Transaction, scope: ExecutionScope, entry: AuditEntry): Promise<void> {
    await this.#audit()?.record(tx, scope, entry);
  }

  /** What is done to a group, which may give and take rights. */
  async group(
    tx: Transaction,
    scope: ExecutionScope,
    entry: AuditEntry & { readonly object: { readonly id: string } },
  ): Promise<void> {
    await this.#events.publish(tx, scope, {
      type: 'identity.group.changed',
      subject: entry.object.id,
      data: { groupId: entry.object.id },
    });
    await this.record(tx, scope, entry);
  }

  async account(
    tx: Transaction,
    scope: ExecutionScope,
    type: AccountEventType,
    account: { readonly id: string; readonly username: string; readonly roles: readonly string[] },
    detail: {
      readonly changed?: readonly string[];
      readonly before?: Json;
      readonly after?: Json;
      readonly reason?: string;
    } = {},
  ): Promise<void> {
    const data: AccountEvent = {
      accountId: account.id,
      actor: scope.principal.id,
      changed: detail.changed ?? [],
      roles: account.roles,
    };
    await this.#events.publish(tx, scope, {
      type: identityEvents[type],
      subject: account.id,
      data: { ...data },
    });
    await this.record(tx, scope, {
      action: identityEvents[type],
      object: { type: 'user', id: account.id, name: account.username },
      ...(detail.reason === undefined ? {} : { reason: detail.reason }),
      ...(detail.before === undefined ? {} : { before: detail.before }),
      after: detail.after ?? { changed: detail.changed ?? [] },
    });
  }

  async session(
    tx: Transaction,
    scope: ExecutionScope,
    type: 'sessionRevoked' | 'tokenReused',
    data: SessionEvent,
  ): Promise<void> {
    await this.#events.publish(tx, scope, {
      type: identityEvents[type],
      subject: data.sessionId,
      data: { ...data },
    });
    await this.record(tx, scope, {
      action: identityEvents[type],
      object: { type: 'session', id: data.sessionId },
      reason: data.reason,
      after: { accountId: data.accountId },
    });
  }

  async signIn(
    tx: Transaction,
    scope: ExecutionScope,
    type: 'signInSucceeded' | 'signInFailed',
    username: string,
    data: Omit<SignInEvent, 'nameHash'>,
  ): Promise<void> {
    const nameHash = await this.#fingerprint(foldName(username));
    await this.#events.publish(tx, scope, {
      type: identityEvents[type],
      ...(data.accountId === null ? {} : { subject: data.accountId }),
      data: { ...data, nameHash },
    });
    // Of an unknown name only its hash: people type their password there.
    await this.record(tx, scope, {
      action: identityEvents[type],
      object:
        data.accountId === null
          ? { type: 'user', id: `unknown:${nameHash}` }
          : { type: 'user', id: data.accountId, name: foldName(username) },
      outcome: type === 'signInSucceeded' ? 'succeeded' : 'failed',
      ...(data.reason === null ? {} : { reason: data.reason }),
      after: { provider: data.provider, methods: data.methods, sessionId: data.sessionId },
    });
  }
}
