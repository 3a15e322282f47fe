import {
  accountsService,
  coreServices,
  definePlugin,
  type ExecutionScope,
  pluginScope,
  signInProviderPoint,
} from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { IssuerConnection } from './issuer-connection.ts';
import { OidcSignIn } from './oidc-sign-in.ts';
import { checkProviders } from './provider-settings.ts';

/** Contributes a way to sign in for each provider of the configuration. Connects to none before somebody asks for it. */
export default definePlugin<Config>()({
  deps: { egress: coreServices.egress, accounts: accountsService },
  setup({ config, deps: { egress, accounts }, extensions, log, plugin, signal }) {
    const scope = (): ExecutionScope => pluginScope(plugin.id, 'OpenID Connect', { signal });
    for (const settings of checkProviders(config)) {
      const connection = new IssuerConnection({ egress, settings, purpose: plugin.id, log });
      extensions.contribute(
        signInProviderPoint,
        settings.key,
        new OidcSignIn({ settings, connection, accounts, scope, log }),
      );
    }
    return {};
  },
});
