import { type DataWaveElement, msg, type ProblemError, t } from '@datawave/plugin-sdk/ui';

export type AccountState = 'active' | 'locked' | 'deactivated';

/** An account as lists have it. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly state: AccountState;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly identities: readonly { readonly provider: string; readonly subject: string }[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** How an account is protected. */
export interface Protection {
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  /** How many there are. */
  readonly passkeys: number;
}

export interface AccountDetail extends Account, Protection {
  readonly stateReason: string | null;
}

/** One's own. */
export interface OwnAccount extends Omit<Account, 'groups'>, Protection {
  readonly recoveryCodesLeft: number;
}

export interface AccountSession {
  readonly id: string;
  readonly kind: 'browser' | 'script';
  readonly provider: string;
  readonly methods: readonly string[];
  readonly address: string;
  readonly userAgent: string | null;
  readonly createdAt: string;
  readonly authenticatedAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  /** Of one's own only. */
  readonly isCurrent?: boolean;
}

export interface ApiToken {
  readonly id: string;
  readonly kind: 'personal' | 'service';
  readonly name: string;
  readonly principal: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
}

/** What an API token may be made for, and for how long at most. */
export interface TokenScopes {
  readonly items: readonly { readonly id: string; readonly title: string; readonly plugin: string }[];
  readonly longestDays: number;
}

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly relyingParty: string;
  readonly isBackedUp: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  /** Whose group it is; null for one that was made here. */
  readonly provider: string | null;
  readonly memberCount: number;
  readonly createdAt: string;
}

export const userPath = (id: string): string => `/users/${encodeURIComponent(id)}`;
export const groupPath = (id: string): string => `/groups/${encodeURIComponent(id)}`;

const STATE_TITLES: Readonly<Record<AccountState, string>> = {
  active: msg('Active', 'account'),
  locked: msg('Locked', 'account'),
  deactivated: msg('Deactivated', 'account'),
};
export const stateTitle = (state: AccountState): string => t(STATE_TITLES[state], {}, 'account');
export const STATE_TONES = { active: 'success', locked: 'warning', deactivated: 'neutral' } as const;

/** What is wrong with one field of what was sent, as a sentence; null when nothing is. */
export function faultAt(problem: ProblemError | null, pointer: string, what: string): string | null {
  const fault = problem?.errors.find((error) => error.pointer === pointer);
  return fault === undefined ? null : t('{what} {fault}.', { what, fault: t(fault.message) });
}

/** What is wrong beside the fields that show their own faults; null when nothing is. */
export function otherFault(problem: ProblemError | null, ...shown: readonly string[]): string | null {
  if (problem === null || problem.errors.some(({ pointer }) => shown.includes(pointer))) return null;
  return `${t(problem.message)} ${t(problem.hint ?? '')}`.trim();
}

/** What somebody is called, as a form has it: no address is an empty one. */
export interface AccountNames {
  readonly displayName: string;
  readonly username: string;
  readonly email: string;
}

export const namesOf = ({
  displayName,
  username,
  email,
}: Pick<Account, 'displayName' | 'username' | 'email'>): AccountNames => ({
  ...{ displayName, username, email: email ?? '' },
});

/** What of a form is sent. */
export function sentOf(values: Partial<AccountNames>): object {
  const email = (values.email ?? '').trim();
  return {
    ...(values.displayName === undefined ? {} : { displayName: values.displayName.trim() }),
    ...(values.username === undefined ? {} : { username: values.username.trim() }),
    email: email === '' ? null : email,
  };
}

/** Moves the keyboard to the first field that the server found fault with. */
export async function focusFault(element: DataWaveElement): Promise<void> {
  await element.updateComplete;
  element.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
