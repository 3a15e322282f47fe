import {
  DEFAULT_WORKSPACE,
  type ExternalIdentity,
  type Logger,
  type RedirectSignIn,
} from '@datawave/plugin-sdk';
import { generateServiceProviderMetadata } from '@node-saml/node-saml';
import { expect } from 'chai';
import type { ProviderConfig } from '../src/provider-settings.ts';
import { createSamlSignIn } from '../src/saml-sign-in.ts';
import { makeKeyPair, type Said, TestIdp, type Wrapping } from './test-idp.ts';

const CALLBACK = 'https://datawave.example/api/v1/auth/providers/corp/callback';
const ENTITY = 'urn:example:datawave';

/** Sign-ins at a real provider without a platform, with what was written into the log of those that were refused. */
export function createAttempts() {
  const keys = makeKeyPair();
  const ours = makeKeyPair();
  const idp = new TestIdp(keys);
  const usual: ProviderConfig = {
    ...{ key: 'corp', title: 'Corporation', entityId: ENTITY, clockSkewSeconds: 30, forceAuthn: false },
    ...{ nameIdFormat: 'persistent', attributes: {} },
    ...{ issuer: idp.entityId, entryPoint: idp.entryPoint, certificates: [keys.certificate] },
  };
  const reasons: string[] = [];
  const used = new Set<string>();
  const { signal } = new AbortController();

  const note: Logger['warn'] = (_message, fields) => {
    reasons.push(String(fields?.['why']));
  };
  const silent = (): undefined => undefined;
  const log: Logger = {
    trace: silent,
    debug: silent,
    info: silent,
    warn: note,
    error: silent,
    child: () => log,
  };

  const signInWith = (config: ProviderConfig, now = () => Date.now()): RedirectSignIn =>
    createSamlSignIn({
      ...{ config, log, now },
      names: { entityId: ENTITY, audience: config.audience ?? ENTITY },
      trust: async () => ({
        issuer: idp.entityId,
        entryPoint: idp.entryPoint,
        certificates: config.certificates ?? [],
      }),
      used: {
        use: async (_scope, issuer, id) => {
          const key = `${issuer} ${id}`;
          return !used.has(key) && used.add(key) !== undefined;
        },
      },
      scope: () => ({
        workspace: DEFAULT_WORKSPACE,
        principal: { id: 'plugin:test', kind: 'plugin', displayName: 'Test', roles: [] },
        ...{ requestId: 'test', signal },
      }),
    });

  const metadataOf = ({ signing, decryption }: ProviderConfig): string =>
    generateServiceProviderMetadata({
      ...{ issuer: ENTITY, callbackUrl: CALLBACK, wantAssertionsSigned: true },
      ...(signing === undefined ? {} : { privateKey: signing.privateKey, publicCerts: signing.certificate }),
      ...(decryption === undefined
        ? {}
        : { decryptionPvk: decryption.privateKey, decryptionCert: decryption.certificate }),
    });

  /** A sign-in that was begun, with what brings it to its end. */
  const begun = async (config: ProviderConfig = usual, now = () => Date.now()) => {
    const signIn = signInWith(config, now);
    const { url, memory } = await signIn.begin({ callbackUrl: CALLBACK, state: 'state-1', signal });
    const request = await idp.readRequest(url, metadataOf(config), config.signing !== undefined);
    const expected = { requestId: request.id, recipient: CALLBACK, audience: config.audience ?? ENTITY };
    return {
      ...{ url, request },
      respond: (said: Said = {}, wrapping: Wrapping = {}) =>
        idp.respond(metadataOf(config), expected, said, wrapping),
      complete: (SAMLResponse: string, callbackUrl = CALLBACK) =>
        signIn.complete({
          ...{ callbackUrl, memory, signal, state: 'state-1' },
          parameters: { SAMLResponse, RelayState: 'state-1' },
        }),
    };
  };

  const answered = async (
    said: Said = {},
    wrapping: Wrapping = {},
    config: ProviderConfig = usual,
  ): Promise<ExternalIdentity> => {
    const started = await begun(config);
    return started.complete(await started.respond(said, wrapping));
  };

  /** The reason in the log; to the outside there is but one. */
  const refused = async (attempt: Promise<ExternalIdentity>, what = 'the attempt'): Promise<string> => {
    const before = reasons.length;
    let identity: ExternalIdentity | undefined;
    try {
      identity = await attempt;
    } catch (error) {
      expect(error, what).to.include({ code: 'DW_AUTH_FAILED', status: 401 });
      expect(String(error), what).to.contain('proves nothing');
    }
    expect(identity, what).to.equal(undefined);
    return reasons[before] ?? '';
  };

  return { keys, ours, idp, usual, reasons, metadataOf, begun, answered, refused };
}
