import {
  closedSchema,
  coreServices,
  DataWaveError,
  defineJob,
  definePlugin,
  type ExecutionScope,
  pluginScope,
  signInProviderPoint,
} from '@datawave/plugin-sdk';
import { generateServiceProviderMetadata } from '@node-saml/node-saml';
import type { Config } from './config.generated.ts';
import { migrations } from './migrations.ts';
import { callbackPath, checkKeyPairs, formatUri, serviceNames } from './provider-settings.ts';
import { configInvalid } from './refused-answer.ts';
import { createSamlSignIn } from './saml-sign-in.ts';
import { createTrustSource } from './trust-source.ts';
import { UsedAssertions } from './used-assertions.ts';

/** Forgets assertions that nobody could come with any more. */
const sweepJob = defineJob<Record<string, never>>({
  name: 'identity-saml.sweep',
  payload: { type: 'object', additionalProperties: false, properties: {} },
});

/** Contributes a way to sign in for each configured SAML identity provider. */
export default definePlugin<Config>()({
  deps: {
    egress: coreServices.egress,
    http: coreServices.http,
    jobs: coreServices.jobs,
    storage: coreServices.storage,
  },
  migrations,
  setup({ config, deps: { egress, http, jobs, storage }, extensions, log }) {
    const used = new UsedAssertions(storage);
    const now = (): number => Date.now();
    const services = new Map<string, ReturnType<typeof describe>>();
    for (const provider of config.providers) {
      if (services.has(provider.key)) throw configInvalid(provider.key, 'another one has the same key');
      checkKeyPairs(provider);
      const names = serviceNames(provider, http.publicUrl);
      services.set(provider.key, describe(provider, names));
      extensions.contribute(
        signInProviderPoint,
        provider.key,
        createSamlSignIn({
          ...{ config: provider, names, used, log, now, scope: ownScope },
          trust: createTrustSource(provider, { egress, log, now }),
        }),
      );
    }
    jobs.handle(sweepJob, ({ scope }) => used.sweep(scope));

    http.route<{ key: string }>({
      method: 'GET',
      path: '/saml/:key/metadata',
      permission: 'public',
      summary: 'The platform’s SAML metadata for a provider, to be registered there.',
      params: closedSchema({ key: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' } }, ['key']),
      responses: { 200: { description: 'An EntityDescriptor (SAML 2.0 metadata).' } },
      handler: async ({ params, headers, client }) => {
        const metadata = services.get(params.key);
        if (metadata === undefined) throw unknownProvider();
        const origin =
          http.publicUrl ?? `${client.isSecure ? 'https' : 'http'}://${headers['host'] ?? 'localhost'}`;
        return {
          headers: { 'content-type': 'application/samlmetadata+xml' },
          body: Buffer.from(metadata(`${origin}${callbackPath(params.key)}`)),
        };
      },
    });
    return {};
  },
  async start({ deps: { jobs } }) {
    await jobs.schedule(sweepJob, { name: 'sweep', cron: '41 * * * *', payload: {} });
  },
});

/** Writes the service metadata. */
const describe =
  (provider: Config['providers'][number], names: ReturnType<typeof serviceNames>) =>
  (callbackUrl: string): string =>
    generateServiceProviderMetadata({
      issuer: names.entityId,
      callbackUrl,
      identifierFormat: formatUri(provider.nameIdFormat),
      wantAssertionsSigned: true,
      ...(provider.signing === undefined
        ? {}
        : { privateKey: provider.signing.privateKey, publicCerts: provider.signing.certificate }),
      ...(provider.decryption === undefined
        ? {}
        : {
            decryptionPvk: provider.decryption.privateKey,
            decryptionCert: provider.decryption.certificate,
          }),
    });

/** Who has signed in where belongs to no workspace. */
const ownScope = (signal: AbortSignal): ExecutionScope =>
  pluginScope('identity-saml', 'Sign-in by SAML', { signal });

const unknownProvider = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_SAML_UNKNOWN',
    message: 'There is no such SAML provider.',
    hint: 'GET /api/v1/auth/providers lists the ways to sign in.',
    status: 404,
  });
