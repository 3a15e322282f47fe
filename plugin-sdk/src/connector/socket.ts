import type { Socket } from 'node:net';
import { userInfo } from 'node:os';
import { DataWaveError } from '../errors.ts';
import type { EgressService } from '../services/egress.ts';
import { sourceError } from './source-error.ts';

/** Where a database listens: a host and port, or a unix-domain socket. @public */
export type DatabaseAddress =
  | { readonly host: string; readonly port: number }
  | { readonly socketPath: string };

/** A socket from the egress service, with its errors as those of a source. @throws DataWaveError DW_SOURCE_UNREACHABLE @public */
export async function connectSocket(
  egress: EgressService,
  address: DatabaseAddress,
  purpose: string,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Socket> {
  try {
    return 'socketPath' in address
      ? await egress.connectLocal(address.socketPath, purpose)
      : await egress.connect({ host: address.host, port: address.port, purpose, signal, timeoutMs });
  } catch (error) {
    signal.throwIfAborted();
    const reason = DataWaveError.is(error) ? error.message : 'The connection could not be made.';
    const hint =
      DataWaveError.is(error) && error.hint !== undefined
        ? error.hint
        : 'Check host, port, firewall and that the server runs.';
    throw sourceError('DW_SOURCE_UNREACHABLE', reason, hint);
  }
}

/** The address as it stands in messages. @public */
export const addressLabel = (address: DatabaseAddress): string =>
  'socketPath' in address
    ? address.socketPath
    : `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;

/** The account under which this process runs, which database clients take for the user unless told. @public */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // The account has no entry, as in many containers.
    return '';
  }
}
