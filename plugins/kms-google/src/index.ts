import { coreServices, definePlugin, keyProviderPoint } from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { googleClient } from './google-client.ts';
import { GoogleKeys } from './google-keys.ts';

/** Contributes the key provider `kms-google`. Keeps nothing but the token of its sign-in. */
export default definePlugin<Config>()({
  deps: { egress: coreServices.egress },
  setup({ config, deps, extensions, plugin }) {
    const client = googleClient(deps.egress, config, plugin.id);
    extensions.contribute(keyProviderPoint, plugin.id, new GoogleKeys(client, config.key));
    return {};
  },
});
