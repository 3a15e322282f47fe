import { type AuditRecord, identityEvents } from '@datawave/plugin-sdk';
import { addressBlock } from '../place/address-block.ts';
import { type Facts, type Observation, stateTexts, textFact } from './detection.ts';

/** The account that the platform always has, and that must never be locked out. */
export const BREAK_GLASS = 'user:admin';
/** Begins what stands for a name that no account has. */
export const UNKNOWN = 'unknown:';

/** A sign-in that somebody tried, as the audit trail has it. */
export interface SignInEntry {
  readonly hasSucceeded: boolean;
  /** The account's id, or `unknown:` with a keyed hash of a name that no account has. */
  readonly name: string;
  readonly facts: Facts;
  /** What counts as one address; null where none was recorded. */
  readonly block: string | null;
}

/** Null for every other entry. */
export function signInEntry(entry: AuditRecord): SignInEntry | null {
  const hasSucceeded = entry.action === identityEvents.signInSucceeded;
  if (entry.plugin !== 'identity' || !(hasSucceeded || entry.action === identityEvents.signInFailed))
    return null;
  const name = entry.object.id;
  const block = entry.address === null ? null : addressBlock(entry.address);
  return {
    ...{ hasSucceeded, name, block },
    facts: {
      what: hasSucceeded ? 'sign-in-succeeded' : 'sign-in-failed',
      name,
      ...(entry.address === null ? {} : { address: entry.address }),
      ...(entry.reason === null ? {} : { reason: entry.reason }),
      ...(hasSucceeded ? { methods: [...stateTexts(entry.after, 'methods')] } : {}),
      requestId: entry.requestId,
    },
  };
}

export const isUnknownName = (name: string): boolean => name.startsWith(UNKNOWN);

export const hasFailed = (one: Observation): boolean => textFact(one, 'what') === 'sign-in-failed';
export const hasSucceeded = (one: Observation): boolean => textFact(one, 'what') === 'sign-in-succeeded';

/**
 * Whether whoever sent wrong passwords can have come in so: nobody guesses a passkey, and a second factor only who tried some. What else
 * comes in from the same address may be its owner, behind the same network as the one who wants them locked out.
 */
export function canBeGuessed(success: Observation, failures: readonly Observation[]): boolean {
  const { methods } = success.facts;
  if (!Array.isArray(methods)) return true;
  if (methods.includes('passkey')) return false;
  return (
    !methods.some((method) => method === 'totp' || method === 'recovery-code') ||
    failures.some((one) => textFact(one, 'reason') === 'second-factor')
  );
}

/** What counts as one address of an observation. */
export const blockOf = (one: Observation): string => {
  const address = textFact(one, 'address');
  return address === '' ? '' : addressBlock(address);
};
