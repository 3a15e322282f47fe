import {
  type AuditService,
  DataWaveError,
  type EgressService,
  type EventsService,
  type ExecutionScope,
  type StorageService,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { Config } from '../config.generated.ts';
import { dnsFault } from './dns-proof.ts';
import { verifyCiToken } from './oidc-proof.ts';
import type { Proof, PublisherStore } from './publisher-store.ts';

/** Has publishers prove that a namespace is theirs. The network is asked between transactions, never within one. */
export class Proving {
  readonly #storage: StorageService;
  readonly #publishers: PublisherStore;
  readonly #egress: EgressService;
  readonly #events: EventsService;
  readonly #audit: AuditService;
  readonly #config: Config;

  constructor(parts: {
    readonly storage: StorageService;
    readonly publishers: PublisherStore;
    readonly egress: EgressService;
    readonly events: EventsService;
    readonly audit: AuditService;
    readonly config: Config;
  }) {
    this.#storage = parts.storage;
    this.#publishers = parts.publishers;
    this.#egress = parts.egress;
    this.#events = parts.events;
    this.#audit = parts.audit;
    this.#config = parts.config;
  }

  /** By the TXT record of the publisher's domain. @throws DataWaveError DW_REGISTRY_PROOF */
  async byDns(scope: ExecutionScope, id: string): Promise<void> {
    const { record, domain } = await this.#storage.transaction(scope, (tx) => this.#publishers.get(tx, id));
    if (record === null || domain === null)
      throw unproved('The publisher has named no domain.', 'Give it one with PATCH first.');
    const fault = await dnsFault(this.#egress, this.#config.dns.resolver, record, scope.signal);
    if (fault !== null)
      throw unproved(
        fault,
        `Set the TXT record ${record.name} to "${record.value}", and wait until it is seen.`,
      );
    await this.#prove(scope, id, 'dns', domain, (now) => now.domain === domain);
  }

  /** By the token of the CI that the publisher trusts; for what is published within the hour. */
  async byCi(scope: ExecutionScope, id: string, token: string): Promise<void> {
    const { trustedCi } = await this.#storage.transaction(scope, (tx) => this.#publishers.get(tx, id));
    const detail = await verifyCiToken(token, trustedCi, {
      egress: this.#egress,
      issuers: this.#config.trustedIssuers,
      audience: this.#config.oidcAudience,
      signal: scope.signal,
    });
    await this.#prove(
      scope,
      id,
      'oidc',
      detail,
      (now) => JSON.stringify(now.trustedCi) === JSON.stringify(trustedCi),
    );
  }

  /** To an administrator, who has looked otherwise. */
  byAdministrator(scope: ExecutionScope, id: string): Promise<void> {
    return this.#prove(scope, id, 'administrator', scope.principal.displayName, () => true);
  }

  async takeBack(scope: ExecutionScope, id: string, method: Proof['method']): Promise<void> {
    await this.#storage.transaction(scope, async (tx) => {
      await this.#publishers.get(tx, id);
      await this.#publishers.removeProof(tx, id, method);
      await this.#tell(tx, scope, id, 'unproved', method);
    });
  }

  /** Looks at the records of the DNS again that were not looked at for a day; what is gone holds until its time is up. */
  async renew(scope: ExecutionScope): Promise<void> {
    const due = await this.#storage.transaction(scope, (tx) => this.#publishers.dueForDns(tx));
    for (const id of due) {
      try {
        await this.byDns(scope, id);
      } catch (error) {
        if (!DataWaveError.is(error) || scope.signal.aborted) throw error;
        await this.#storage.transaction(scope, (tx) =>
          this.#publishers.fail(tx, id, 'dns', error.message.slice(0, 500)),
        );
      }
    }
    await this.#storage.transaction(scope, (tx) => this.#publishers.settleAll(tx));
  }

  async #prove(
    scope: ExecutionScope,
    id: string,
    method: Proof['method'],
    detail: string,
    isStill: (now: Awaited<ReturnType<PublisherStore['get']>>) => boolean,
  ): Promise<void> {
    await this.#storage.transaction(scope, async (tx) => {
      if (!isStill(await this.#publishers.get(tx, id)))
        throw unproved('The publisher was changed while it was looked at.', 'Try again.');
      await this.#publishers.prove(tx, id, method, detail);
      await this.#tell(tx, scope, id, 'proved', method);
    });
  }

  async #tell(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    what: 'proved' | 'unproved',
    method: string,
  ): Promise<void> {
    await this.#events.publish(tx, scope, {
      type: `registry.publisher.${what}`,
      subject: id,
      data: { method },
    });
    await this.#audit.record(tx, scope, {
      action: `registry.publisher.${what}`,
      object: { type: 'publisher', id, name: id },
      after: { method },
    });
  }
}

const unproved = (message: string, hint: string): DataWaveError =>
  new DataWaveError({ code: 'DW_REGISTRY_PROOF', message, hint, status: 422 });
