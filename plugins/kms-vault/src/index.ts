import { coreServices, definePlugin, keyProviderPoint } from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { TransitKeys } from './transit-keys.ts';
import { VaultClient } from './vault-client.ts';

/** Contributes the key provider `kms-vault`. Keeps nothing but the token of its sign-in. */
export default definePlugin<Config>()({
  deps: { egress: coreServices.egress },
  setup({ config, deps, extensions, plugin }) {
    const client = new VaultClient(deps.egress, config, plugin.id);
    extensions.contribute(keyProviderPoint, plugin.id, new TransitKeys(client, config));
    return {};
  },
});
