import {
  DataWaveError,
  DEFAULT_WORKSPACE,
  type ExecutionScope,
  type JsonSchema,
  schemaGuard,
} from '@datawave/plugin-sdk';
import { checkArguments } from '../../src/isolation/argument-shapes.ts';
import { hostScopes } from '../../src/isolation/bridge/host-scopes.ts';
import { Peer } from '../../src/isolation/bridge/peer.ts';
import type { Transport } from '../../src/isolation/channel/transport.ts';
import { CHANNEL_LIMITS } from '../../src/isolation/limits.ts';
import { StrangersSchemas } from '../../src/validation/strangers/strangers-schema.ts';

const PLUGIN = 'escaping';
const never = new AbortController().signal;
const administrators: ExecutionScope = {
  ...{ workspace: DEFAULT_WORKSPACE, requestId: 'attack', signal: never },
  principal: { id: 'user:root', kind: 'user', displayName: 'Root', roles: ['admin'] },
};

/**
 * The platform's end of the membrane, with something to lose behind it: whoever acts for an administrator, looks up with a condition,
 * is taken for the platform or has a pattern run that goes back is told the canary.
 */
export function offerMembrane(
  transport: Transport,
  canary: string,
  onViolation: (reason: string) => void,
): void {
  const schemas = new StrangersSchemas(PLUGIN);
  const peer: Peer = new Peer(
    {
      ...transport,
      // What else is said on the channel is the harness's own.
      onBatch: (listener) =>
        transport.onBatch((batch) => {
          if (Array.isArray(batch)) listener(batch);
        }),
    },
    {
      limits: CHANNEL_LIMITS,
      isGuarded: true,
      roots: {
        /** A request of an administrator, which the process is to answer. */
        request: async () => void (await peer.callRoot('handle', [administrators])),
        act: (scope: unknown) => (Object(scope) as ExecutionScope).principal.id === 'user:root' && canary,
        find: (...args: readonly unknown[]) => {
          checkArguments(PLUGIN, 'sources.sources', 'get', args);
          return typeof args[1] === 'string' ? null : canary;
        },
        refused: async () => {
          const error: unknown = await peer.callRoot('refuse', []).catch((thrown: unknown) => thrown);
          const isOurs = DataWaveError.is(error) && (/^DW_AUTH_/.test(error.code) || error.status === 401);
          return isOurs ? canary : null;
        },
        check: (schema: unknown) =>
          schemaGuard(schemas.take(schema, 'an attempt') satisfies JsonSchema) === null ? canary : null,
        take: (schema: unknown) => (schemas.take(schema, 'an attempt') ? canary : null),
      },
      scopes: hostScopes({ id: PLUGIN, title: 'Escaping' }),
      errors: { scrub: (text) => text, hasStack: false },
      onViolation,
    },
  );
}
