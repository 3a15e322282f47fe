import { closedSchema } from '@datawave/plugin-sdk';
import type { PostedFields } from '../sign-in/posted-answers.ts';
import { beginRedirect, completeRedirect, keepPosted, type RedirectSignInParts } from './redirect-sign-in.ts';

const POSTED_BYTES = 262_144;

/** What the routes of providers work with. */
export interface ProviderRouteParts extends RedirectSignInParts {
  /** Whether somebody can ask for a link for a new password by mail. */
  readonly mailsResets: () => boolean;
}

const key = closedSchema({ key: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' } }, ['key']);

/** Mounts the list of ways to sign in, and the way to a provider and back. */
export function mountProviderRoutes(parts: ProviderRouteParts): void {
  const { http, providers } = parts;

  http.route({
    method: 'GET',
    path: '/auth/providers',
    permission: 'public',
    summary: 'Ways to sign in beside a local password.',
    handler: async () => ({
      body: {
        items: providers.list().map((provider) => ({
          key: provider.key,
          kind: provider.value.kind,
          title: provider.value.title,
          ...(provider.value.kind === 'redirect'
            ? { start: `/api/v1/auth/providers/${provider.key}/start` }
            : {}),
        })),
        nextCursor: null,
        mailsResets: parts.mailsResets(),
      },
    }),
  });

  http.route<{ key: string }, { returnTo?: string }>({
    method: 'GET',
    path: '/auth/providers/:key/start',
    permission: 'public',
    summary: 'Sends the browser to a provider to sign in.',
    params: key,
    query: closedSchema({ returnTo: { type: 'string', maxLength: 500, description: 'Path to go on with.' } }),
    responses: { 302: { description: 'To the provider.' } },
    handler: (request) => beginRedirect(parts, request, request.params.key, request.query.returnTo ?? '/'),
  });

  // The answer's parameters are the provider's: none is refused here because it is unknown.
  const answer = { type: 'object', additionalProperties: { type: 'string', maxLength: 65_536 } } as const;
  http.route<{ key: string }, Readonly<Record<string, string>>>({
    method: 'GET',
    path: '/auth/providers/:key/callback',
    permission: 'public',
    summary: 'Where a provider sends the browser back.',
    params: key,
    query: answer,
    responses: { 302: { description: 'Signed in, or back to the sign-in page.' } },
    handler: (request) => completeRedirect(parts, request, request.params.key, request.query),
  });

  http.route<{ key: string }, Record<string, unknown>, PostedFields>({
    method: 'POST',
    path: '/auth/providers/:key/callback',
    permission: 'public',
    foreignForm: true,
    summary: 'Where a provider has the browser post its answer.',
    description:
      'SAML’s POST binding, and OpenID Connect’s form_post. Nobody is signed in by it: the browser is sent on to the GET of the same address, which fetches the answer once and carries the cookie with which the sign-in began.',
    params: key,
    body: {
      type: 'object',
      maxProperties: 20,
      additionalProperties: { type: 'string', maxLength: POSTED_BYTES },
    },
    bodyLimit: POSTED_BYTES,
    responses: { 303: { description: 'To the GET, or back to the sign-in page.' } },
    handler: (request) => keepPosted(parts, request.scope, request.params.key, request.body),
  });
}
