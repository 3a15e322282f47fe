import { coreServices, definePlugin, keyProviderPoint } from '@datawave/plugin-sdk';
import { azureClient } from './azure-client.ts';
import { AzureKeys } from './azure-keys.ts';
import type { Config } from './config.generated.ts';

/** Contributes the key provider `kms-azure`. Keeps nothing but the token of its sign-in. */
export default definePlugin<Config>()({
  deps: { egress: coreServices.egress },
  setup({ config, deps, extensions, plugin }) {
    const client = azureClient(deps.egress, config, plugin.id);
    extensions.contribute(keyProviderPoint, plugin.id, new AzureKeys(client, config));
    return {};
  },
});
