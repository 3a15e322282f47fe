import type { ExecutionScope, SignInEvent, StorageService } from '@datawave/plugin-sdk';
import { signInFailed } from '../identity-errors.ts';
import type { Journal } from '../journal.ts';

/** An attempt to sign in that comes to nothing. */
export interface FailedSignIn {
  /** As it was typed, or as a provider says it; empty where nobody is named. */
  readonly username: string;
  /** Whose name it is; null where nobody is known by it. */
  readonly account: { readonly id: string } | null;
  /** From where it came. */
  readonly address: string;
  /** `local`, or the key of a provider. */
  readonly provider: string;
  readonly reason: NonNullable<SignInEvent['reason']>;
}

/** Records what was refused, so that who guesses is seen. */
export class FailedSignIns {
  readonly #storage: StorageService;
  readonly #journal: Journal;

  constructor(storage: StorageService, journal: Journal) {
    this.#storage = storage;
    this.#journal = journal;
  }

  async record(
    scope: ExecutionScope,
    { username, account, address, provider, reason }: FailedSignIn,
  ): Promise<void> {
    await this.#storage.transaction(scope, (tx) =>
      this.#journal.signIn(tx, scope, 'signInFailed', username, {
        ...{ accountId: account?.id ?? null, address, provider, reason },
        ...{ methods: [], sessionId: null },
      }),
    );
  }

  /** Says no more than that it failed. @throws DataWaveError DW_AUTH_FAILED */
  async refuse(scope: ExecutionScope, attempt: FailedSignIn): Promise<never> {
    await this.record(scope, attempt);
    throw signInFailed();
  }
}
