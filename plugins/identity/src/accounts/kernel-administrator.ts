import {
  type AuthenticationService,
  type ExecutionScope,
  type FirstAdministrator,
  pluginScope,
  type StorageService,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { Journal } from '../journal.ts';
import type { PasswordResets } from '../recovery/password-resets.ts';
import type { SessionEnding } from '../sessions/session-ending.ts';
import type { AccountStore } from './account-store.ts';
import { ADMIN } from './administrators.ts';
import { recordedAccount } from './recorded-account.ts';

/** What {@link KernelAdministrator} works with. */
export interface KernelAdministratorParts {
  readonly authentication: AuthenticationService;
  readonly storage: StorageService;
  readonly store: AccountStore;
  readonly journal: Journal;
  readonly ending: SessionEnding;
  readonly resets: PasswordResets;
  /** Takes authenticator app, recovery codes and passkeys away. */
  readonly removeFactors: (tx: Transaction, userId: string) => Promise<void>;
}

/** The administrator whom the kernel made at the first start, and whose password can be set from the machine ever after. */
export class KernelAdministrator {
  readonly #parts: KernelAdministratorParts;
  /** Which password of the kernel's has been taken over for certain, so that not every sign-in asks the database. */
  #adoptedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: KernelAdministratorParts) {
    this.#parts = parts;
  }

  /**
   * Takes them over as an account. A password that was set later counts, opens a locked account again, and asks for no second factor:
   * who can set it has the machine.
   */
  async adopt(scope: ExecutionScope): Promise<void> {
    const { authentication, storage } = this.#parts;
    const from = await authentication.administrator();
    if (from === null || from.changedAt <= this.#adoptedAt) return;
    // Not the doing of whoever signs in at that moment, who may be nobody that is known.
    const { principal } = pluginScope('identity', 'Identity', { signal: scope.signal });
    const own = { ...scope, principal };
    await storage.transaction(own, (tx) => this.#adopt(tx, own, from));
    this.#adoptedAt = from.changedAt;
  }

  async #adopt(tx: Transaction, scope: ExecutionScope, from: FirstAdministrator): Promise<void> {
    const { store, journal, ending, resets, removeFactors } = this.#parts;
    const known = await store.find(tx, { id: from.id });
    if (known?.kernelChangedAt !== null && known !== null && known.kernelChangedAt >= from.changedAt) return;
    const columns = { passwordHash: from.passwordHash, kernelChangedAt: from.changedAt } as const;
    if (known === null) {
      const given = { ...columns, displayName: from.displayName, roles: [ADMIN] };
      // Where somebody else has the name by now, the administrator still needs a way in.
      const isFree = await store.insert(tx, from.id, { ...given, username: from.username });
      if (!isFree) await store.insert(tx, from.id, { ...given, username: `${from.username}@kernel` });
      const created = await store.lock(tx, from.id);
      await journal.account(tx, scope, 'userCreated', created, { after: recordedAccount(created) });
      return;
    }
    const roles = known.roles.includes(ADMIN) ? known.roles : [...known.roles, ADMIN];
    await store.update(tx, from.id, { ...columns, roles, state: 'active', stateReason: null });
    await resets.forget(tx, from.id);
    // They may be lost, or those of somebody who had got in.
    await removeFactors(tx, from.id);
    await ending.all(tx, scope, from.id, 'password-changed');
    await journal.account(tx, scope, 'userCredentialsChanged', known, {
      changed: ['password', 'totp', 'passkeys'],
      reason: 'The password was set at a start or from the command line.',
    });
  }
}
