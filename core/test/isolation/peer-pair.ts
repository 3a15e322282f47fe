import { deserialize, serialize } from 'node:v8';
import type { DataWaveError } from '@datawave/plugin-sdk';
import { childScopes } from '../../src/isolation/bridge/child-scopes.ts';
import { hostScopes } from '../../src/isolation/bridge/host-scopes.ts';
import { Peer, type Roots } from '../../src/isolation/bridge/peer.ts';
import type { Frame, Transport } from '../../src/isolation/channel/transport.ts';
import { CHANNEL_LIMITS, type ChannelLimits } from '../../src/isolation/limits.ts';

/** Two ends in one process; what passes is cloned as between two. */
function connect(): readonly [Transport, Transport] {
  const listeners: [((batch: unknown) => void)[], ((batch: unknown) => void)[]] = [[], []];
  const end = (own: 0 | 1, other: 0 | 1): Transport => ({
    send(batch: readonly Frame[], written) {
      const bytes = serialize(batch);
      setImmediate(() => {
        written();
        for (const listener of listeners[other]) listener(deserialize(bytes));
      });
    },
    onBatch: (listener) => void listeners[own].push(listener),
    onClose: () => undefined,
  });
  return [end(0, 1), end(1, 0)];
}

/** Two peers that are connected. */
export interface Pair {
  /** The platform's end. */
  readonly host: Peer;
  /** The plugin's end. */
  readonly child: Peer;
  readonly violations: string[];
  /** What arrives at the platform as if the plugin had not used the membrane. */
  raw(batch: readonly Frame[]): void;
}

/** A platform and a plugin that offer these. */
export function pair(hostRoots: Roots, childRoots: Roots, limits: Partial<ChannelLimits> = {}): Pair {
  const [a, b] = connect();
  const violations: string[] = [];
  const all = { ...CHANNEL_LIMITS, ...limits };
  const host = new Peer(a, {
    ...{ limits: all, isGuarded: true, roots: hostRoots },
    scopes: hostScopes({ id: 'guest', title: 'Guest' }),
    errors: { scrub: (text) => text, hasStack: false },
    onViolation: (reason) => void violations.push(reason),
  });
  const child = new Peer(b, {
    ...{ limits: all, isGuarded: false, roots: childRoots, scopes: childScopes('guest') },
    errors: { scrub: (text) => text, hasStack: true },
    onViolation: (reason) => void violations.push(reason),
  });
  return { host, child, violations, raw: (batch) => b.send(batch, () => undefined) };
}

/** Answers what it is given. */
export const echo: Roots = { echo: (value: unknown) => value };
/** What a promise is rejected with. */
export const rejection = (promise: PromiseLike<unknown>): Promise<DataWaveError> =>
  Promise.resolve(promise).then(
    () => {
      throw new Error('did not fail');
    },
    (error: unknown) => error as DataWaveError,
  );
