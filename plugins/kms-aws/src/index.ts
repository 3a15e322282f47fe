import { coreServices, definePlugin, keyProviderPoint } from '@datawave/plugin-sdk';
import { AwsKeys } from './aws-keys.ts';
import type { Config } from './config.generated.ts';
import { KmsClient } from './kms-client.ts';

/** Contributes the key provider `kms-aws`. Keeps nothing. */
export default definePlugin<Config>()({
  deps: { egress: coreServices.egress },
  setup({ config, deps, extensions, plugin }) {
    const client = new KmsClient(deps.egress, config, plugin.id);
    extensions.contribute(keyProviderPoint, plugin.id, new AwsKeys(client, config.key));
    return {};
  },
});
