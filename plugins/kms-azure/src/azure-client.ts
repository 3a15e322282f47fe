import { type EgressService, keyServiceFailure, OAuthKeyClient } from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';

const API_VERSION = '7.4';

/** That the service does not do what it is needed for. */
export const failed = keyServiceFailure('Azure Key Vault');

/**
 * Speaks the REST interface of Azure Key Vault in the name of an application, which signs in by the client credentials grant (RFC 6749
 * section 4.4).
 * @throws DataWaveError DW_VAULT_PROVIDER for an address that is not encrypted
 */
export function azureClient(egress: EgressService, config: Config, purpose: string): OAuthKeyClient {
  const { vault, authority, tenantId, clientId, clientSecret, resource } = config;
  return new OAuthKeyClient({
    ...{ egress, purpose, failed, addresses: [vault, authority], reasonField: 'code' },
    urlOf: (path) => `${vault.replace(/\/$/, '')}/${path}?api-version=${API_VERSION}`,
    grant: () => ({
      url: `${authority.replace(/\/$/, '')}/${tenantId}/oauth2/v2.0/token`,
      form: {
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope: `${resource}/.default`,
      },
    }),
    client: {
      title: 'the application',
      hint: 'Check tenantId, clientId and clientSecret; the secret may have expired.',
    },
    service: { title: 'the vault', hint: 'Check the tenant, and "resource" in a national cloud.' },
  });
}
