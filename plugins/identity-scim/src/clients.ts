import type { ExecutionScope } from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { ScimError } from './scim-error.ts';

/** A directory that brings people in. */
export interface ScimClient {
  /** Of the provider whose people these are. */
  readonly key: string;
  readonly subject: 'externalId' | 'userName';
  readonly onDelete: 'delete' | 'deactivate';
}

/** Finds the client that sends a request: by the name of the service whose API token it carries, which only an administrator gives. */
export class ScimClients {
  readonly #byService: ReadonlyMap<string, ScimClient>;

  constructor(clients: Config['clients']) {
    this.#byService = new Map(
      clients.map(({ key, service, subject, onDelete }) => [service ?? key, { key, subject, onDelete }]),
    );
  }

  /** @throws ScimError 403 for anybody else, whatever they may do */
  of({ principal }: ExecutionScope): ScimClient {
    const client = principal.kind === 'service' ? this.#byService.get(principal.displayName) : undefined;
    if (client === undefined)
      throw new ScimError(
        403,
        null,
        'Only a configured SCIM client may do this: send the API token of a service that is named in the configuration of identity-scim.',
      );
    return client;
  }
}
