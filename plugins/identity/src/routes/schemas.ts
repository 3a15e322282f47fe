import { closedSchema, uuidSchema } from '@datawave/plugin-sdk';

export const username = { type: 'string', minLength: 1, maxLength: 200 } as const;
export const password = { type: 'string', minLength: 1, maxLength: 1000, writeOnly: true } as const;
export const code = {
  type: 'string',
  maxLength: 40,
  writeOnly: true,
  description: 'Of the authenticator app, or a recovery code; where the account asks for one.',
} as const;
export const title = { type: 'string', minLength: 1, maxLength: 100 } as const;
export const reason = { type: 'string', minLength: 1, maxLength: 300 } as const;

export const credentials = closedSchema({ username, password, code }, ['username', 'password']);

/** What a browser answers to a passkey's question. */
export const assertion = closedSchema(
  {
    ceremony: { type: 'string', minLength: 1, maxLength: 2_000 },
    response: { type: 'object', description: 'PublicKeyCredential as JSON.' },
  },
  ['ceremony', 'response'],
);

export const pair = {
  type: 'object',
  required: ['accessToken', 'refreshToken', 'expiresIn'],
  properties: {
    accessToken: { type: 'string', description: 'JWT, good for ten minutes.' },
    refreshToken: { type: 'string', description: 'Good once.' },
    expiresIn: { type: 'integer', description: 'Seconds.' },
  },
} as const;

export const session = {
  type: 'object',
  required: ['principal', 'csrfToken', 'expiresAt'],
  properties: {
    principal: {
      type: ['object', 'null'],
      properties: {
        id: { type: 'string' },
        kind: { type: 'string' },
        displayName: { type: 'string' },
        roles: { type: 'array', items: { type: 'string' } },
      },
    },
    permissions: {
      type: 'array',
      items: { type: 'string' },
      description: 'What there is to be shown; `*` for all.',
    },
    csrfToken: { type: ['string', 'null'], description: 'Send it as X-CSRF-Token with every write.' },
    expiresAt: { type: ['string', 'null'], format: 'date-time' },
  },
} as const;

const account = { type: 'string', pattern: '^user:[A-Za-z0-9-]{1,64}$' } as const;
const group = { type: 'string', pattern: '^group:[0-9a-f-]{36}$' } as const;
export const accountId = closedSchema({ id: account }, ['id']);
export const groupId = closedSchema({ id: group }, ['id']);
export const accountSession = closedSchema({ id: account, session: uuidSchema }, ['id', 'session']);
export const groupMember = closedSchema({ id: group, user: account }, ['id', 'user']);
