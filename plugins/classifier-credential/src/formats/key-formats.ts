import { aiFormats } from './ai.ts';
import { cloudFormats } from './cloud.ts';
import { commerceFormats } from './commerce.ts';
import { cryptoFormats } from './crypto.ts';
import { databaseFormats } from './databases.ts';
import { identityFormats } from './identity.ts';
import type { KeyFormat } from './key-format.ts';
import { messagingFormats } from './messaging.ts';
import { monitoringFormats } from './monitoring.ts';
import { paymentFormats } from './payment.ts';
import { registryFormats } from './registries.ts';
import { sourceControlFormats } from './source-control.ts';

/** Every known format, by what the vendors do. */
export const KEY_FORMATS: readonly KeyFormat[] = [
  ...cloudFormats,
  ...sourceControlFormats,
  ...paymentFormats,
  ...messagingFormats,
  ...aiFormats,
  ...databaseFormats,
  ...monitoringFormats,
  ...commerceFormats,
  ...identityFormats,
  ...registryFormats,
  ...cryptoFormats,
];
