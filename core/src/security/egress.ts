import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { createConnection, isIP, type Socket } from 'node:net';
import { DataWaveError, type EgressService, type EgressTarget, type Logger } from '@datawave/plugin-sdk';
import type { EgressPolicy } from './egress-policy.ts';
import type { EgressRules } from './egress-rules.ts';

const DEFAULT_TIMEOUT_MS = 10_000;
/** In the name of all workspaces: only where each of them may go. */
const EVERY_WORKSPACE = '*';

/** Resolves a name to every address it has. */
export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

/** Opens connections that the policy allows; see {@link EgressService}. Throws at once when the policy cannot be read. */
export function createEgress(options: {
  readonly policy: EgressPolicy;
  readonly log: Logger;
  readonly resolve?: ResolveHost;
  /** What a workspace itself allows: entries as in a policy. Empty where it leaves that to the platform's policy. */
  readonly workspaceRules?: (workspace: string) => Promise<readonly string[]>;
  /** The same of every workspace that allows anything. */
  readonly everyWorkspacesRules?: () => Promise<readonly (readonly string[])[]>;
}): EgressService {
  const resolve = options.resolve ?? ((host) => lookup(host, { all: true, verbatim: true }));
  let rules: Promise<EgressRules> | undefined;
  // The address library is loaded with the first connection: a scan of files never makes one.
  const loadRules = (): Promise<EgressRules> =>
    (rules ??= import('./egress-rules.ts').then(({ readEgressRules }) => readEgressRules(options.policy)));

  /** Why the workspace keeps its own from going there; null when it does not. */
  const confine = async (
    workspace: string | undefined,
  ): Promise<(host: string, port: number, address: string) => string | null> => {
    const lists =
      workspace === EVERY_WORKSPACE
        ? ((await options.everyWorkspacesRules?.()) ?? [])
        : [workspace === undefined ? [] : ((await options.workspaceRules?.(workspace)) ?? [])];
    const named = lists.filter((allow) => allow.length > 0);
    if (named.length === 0) return () => null;
    const { readEgressRules } = await import('./egress-rules.ts');
    const rules = named.map((allow) => readEgressRules({ allow }));
    const reason =
      workspace === EVERY_WORKSPACE
        ? 'is not among the destinations that every workspace allows, and no workspace was named'
        : 'is not among the destinations that this workspace allows';
    return (...to) => (rules.every(({ isNamed }) => isNamed(...to)) ? null : reason);
  };

  const connect = async (target: EgressTarget): Promise<Socket> => {
    const deadline = AbortSignal.timeout(target.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const signal = target.signal ? AbortSignal.any([target.signal, deadline]) : deadline;
    checkTarget(target);
    const [{ refusal }, confinement] = await Promise.all([loadRules(), confine(target.workspace)]);
    const refuses = {
      refusesLoopback: target.loopback === 'refuse',
      refusesPrivate: target.privateNetworks === 'refuse',
    };
    const host = target.host.replace(/^\[(.*)\]$/, '$1');
    const addresses = await raceAbort(
      isIP(host)
        ? Promise.resolve([{ address: host, family: isIP(host) }])
        : resolveHost(resolve, host, target),
      signal,
      target,
    );

    const allowed: LookupAddress[] = [];
    let reason = '';
    for (const entry of addresses) {
      const refused =
        refusal(host, target.port, entry.address, refuses) ?? confinement(host, target.port, entry.address);
      if (refused === null) allowed.push(entry);
      else reason = `${entry.address} ${refused}`;
    }
    if (allowed.length === 0) {
      options.log.warn('An outgoing connection was refused by policy.', {
        purpose: target.purpose,
        host,
        port: target.port,
        reason,
      });
      throw new DataWaveError({
        code: 'DW_EGRESS_REFUSED',
        message: `${target.purpose} may not connect to ${describe(target)}: ${reason}.`,
        hint: 'If this destination is meant, allow it under egress in the configuration, and in the rules of the workspace where it has any.',
        status: 422,
      });
    }
    return connectFirst(allowed, target, signal);
  };

  return {
    connect,
    // HTTP is loaded with the first request.
    fetch: async (url, request) => (await import('./egress-fetch.ts')).fetchThrough(connect, url, request),
    async connectLocal(path, purpose) {
      if (options.policy.allowLocalSockets === false) {
        throw new DataWaveError({
          code: 'DW_EGRESS_REFUSED',
          message: `${purpose} may not open the local socket ${path}: the policy allows none.`,
          hint: 'Set egress.allowLocalSockets to true if this is meant.',
          status: 422,
        });
      }
      const target = { host: path, port: 0, purpose };
      return openSocket({ path }, target, AbortSignal.timeout(DEFAULT_TIMEOUT_MS));
    },
  };
}

const describe = (target: EgressTarget): string =>
  target.port === 0 ? target.host : `${target.host}:${target.port}`;

function checkTarget(target: EgressTarget): void {
  if (
    target.host.length > 0 &&
    target.host.length <= 255 &&
    !/[\s\0/@?#]/.test(target.host) &&
    Number.isInteger(target.port) &&
    target.port > 0 &&
    target.port < 65_536
  )
    return;
  throw new DataWaveError({
    code: 'DW_EGRESS_TARGET_INVALID',
    message: `${target.purpose} named no valid host and port to connect to.`,
    hint: 'Give a host name or an address, and a port from 1 to 65535.',
    status: 422,
  });
}

async function resolveHost(
  resolve: ResolveHost,
  host: string,
  target: EgressTarget,
): Promise<readonly LookupAddress[]> {
  try {
    const addresses = await resolve(host);
    if (addresses.length > 0) return addresses;
    throw new Error('no address');
  } catch (cause) {
    throw new DataWaveError({
      code: 'DW_EGRESS_UNRESOLVED',
      message: `The host name ${host} has no address (${target.purpose}).`,
      hint: 'Check the spelling and the name server of the machine that runs DataWave.',
      status: 422,
      cause,
    });
  }
}

/** Tries the addresses one after the other: the very ones that were checked, never the name again. */
async function connectFirst(
  addresses: readonly LookupAddress[],
  target: EgressTarget,
  signal: AbortSignal,
): Promise<Socket> {
  let last: unknown;
  for (const { address } of addresses) {
    try {
      return await openSocket({ host: address, port: target.port }, target, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      last = error;
    }
  }
  throw last;
}

function openSocket(
  where: { readonly host: string; readonly port: number } | { readonly path: string },
  target: EgressTarget,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolvePromise, reject) => {
    if (signal.aborted) {
      reject(aborted(target, signal));
      return;
    }
    const socket = createConnection(where);
    const settle = (act: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError);
      socket.removeListener('connect', onConnect);
      act();
    };
    const onAbort = (): void =>
      settle(() => {
        socket.on('error', () => undefined);
        socket.destroy();
        reject(aborted(target, signal));
      });
    const onError = (cause: Error): void => settle(() => reject(unreachable(target, cause)));
    const onConnect = (): void => settle(() => resolvePromise(socket));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('error', onError);
    socket.once('connect', onConnect);
  });
}

async function raceAbort<T>(work: Promise<T>, signal: AbortSignal, target: EgressTarget): Promise<T> {
  if (signal.aborted) throw aborted(target, signal);
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(aborted(target, signal));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function aborted(target: EgressTarget, signal: AbortSignal): unknown {
  const isTimeout = signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
  if (!isTimeout) return signal.reason;
  return new DataWaveError({
    code: 'DW_EGRESS_TIMEOUT',
    message: `${describe(target)} did not answer within ${target.timeoutMs ?? DEFAULT_TIMEOUT_MS} ms (${target.purpose}).`,
    hint: 'Check that the host is up and that no firewall drops the connection.',
    status: 504,
  });
}

function unreachable(target: EgressTarget, cause: Error): DataWaveError {
  const code: unknown = Reflect.get(cause, 'code');
  return new DataWaveError({
    code: 'DW_EGRESS_UNREACHABLE',
    message: `${describe(target)} could not be reached (${target.purpose}${typeof code === 'string' ? `, ${code}` : ''}).`,
    hint:
      code === 'ECONNREFUSED'
        ? 'Nothing listens there: check the port and that the server runs.'
        : 'Check the address, the route to it and that the server runs.',
    status: 502,
    cause,
  });
}
