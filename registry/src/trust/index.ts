import type {
  AuditService,
  EventsService,
  HttpService,
  Logger,
  StorageService,
  VaultService,
} from '@datawave/plugin-sdk';
import type { PublicationSource } from '../publications.ts';
import { OnlineKeys } from './online-keys.ts';
import { RootCeremony } from './root-ceremony.ts';
import { SignedIndex } from './signed-index.ts';
import { mountTrustRoutes } from './trust-routes.ts';
import { TrustStore } from './trust-store.ts';

export { mountPublisherKeyRoutes } from './publisher-key-routes.ts';
export { PublisherKeys } from './publisher-keys.ts';
export { createRegistryCommand } from './registry-command.ts';
export { renewIndex, runRenewal } from './renew-index.ts';
export { trustMigrations } from './trust-migrations.ts';

/** What the signed index is made of. */
export interface TrustParts {
  readonly storage: StorageService;
  readonly vault: VaultService;
  readonly events: EventsService;
  readonly audit: AuditService;
  readonly source: PublicationSource;
  readonly log: Logger;
  readonly now?: () => Date;
}

/** The signed index of a registry with its keys. */
export function createTrust(parts: TrustParts) {
  const now = parts.now ?? (() => new Date());
  const store = new TrustStore(parts.storage);
  const keys = new OnlineKeys(parts.vault, store);
  const index = new SignedIndex({ store, keys, source: parts.source, now });
  const ceremony = new RootCeremony({ ...parts, store, keys, index, now });
  return {
    ...{ index, ceremony },
    renewal: { ...parts, store, index, now },
    mount: (http: HttpService, reads: string): void =>
      mountTrustRoutes(http, { reads, storage: parts.storage, store }),
  };
}
