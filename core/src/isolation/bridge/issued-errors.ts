import { DataWaveError } from '@datawave/plugin-sdk';
import type { WireError } from './wire-error.ts';

/** Codes by which the platform says who somebody is and what they may, and by which it tells faults of its own: it acts upon them. */
const PLATFORMS =
  /^DW_(?:ACCESS|AUDIT|AUTH|CONFIG|HTTP|IDENTITY|INTERNAL|KERNEL|PACKAGES?|PLUGIN|SECRET|TRUST|VAULT)(?:_|$)/;

/** Whether only the platform gives out a code. */
export const isPlatformsCode = (code: unknown): code is string =>
  typeof code === 'string' && PLATFORMS.test(code);

/** Statuses by which a client is told that nobody is signed in. */
export const isUnauthenticated = (status: unknown): boolean => status === 401 || status === 407;

const MOST = 1000;

/** Errors of the platform that a process was told of: those it may pass on as they are. */
export class IssuedErrors {
  readonly #known = new Set<string>();

  /** An error on its way to the process, with its causes. */
  note(error: WireError): WireError {
    for (let at: WireError | undefined = error; at !== undefined; at = at.cause)
      if (isPlatformsCode(at.code)) {
        const key = keyOf(at.code, at.message, at.status);
        this.#known.delete(key);
        this.#known.add(key);
        if (this.#known.size > MOST) this.#known.delete(this.#known.values().next().value ?? '');
      }
    return error;
  }

  /** An error of the process as the platform takes it: one that pretends to be the platform's own becomes the plugin's. */
  checked(error: Error): Error {
    if (!DataWaveError.is(error)) return error;
    const { code, message, status } = error;
    if (isPlatformsCode(code) ? this.#known.has(keyOf(code, message, status)) : !isUnauthenticated(status))
      return error;
    const { where, headers, errors, cause, stack } = error;
    const own = new DataWaveError({
      code: isPlatformsCode(code) ? 'DW_ISOLATION_ERROR' : code,
      message,
      hint: `The plugin says "${code}" with status ${status}, which only the platform does. Mend it in the plugin.`,
      ...{ headers, errors, cause },
      status: isUnauthenticated(status) ? 500 : status,
      ...(where === undefined ? {} : { where }),
    });
    if (stack !== undefined) own.stack = stack;
    return own;
  }
}

const keyOf = (code: string, message: string, status = 500): string => `${code} ${status} ${message}`;
