import { invalidInput } from '../identity-errors.ts';
import { commonPasswords } from './common-passwords.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { type PasswordOwner, passwordFault } from './password-policy.ts';

/** Checks passwords that are to be set, and hashes them. */
export class NewPasswords {
  readonly #hasher: PasswordHasher;
  readonly #minimum: number;

  /** @param minimum - characters that one must have */
  constructor(hasher: PasswordHasher, minimum: number) {
    this.#hasher = hasher;
    this.#minimum = minimum;
  }

  /** @param pointer - where it stands in the request @throws DataWaveError DW_IDENTITY_INVALID with what is wrong with it, DW_AUTH_BUSY */
  async hash(password: string, owner: PasswordOwner, pointer: string): Promise<string> {
    const fault = passwordFault(password, owner, await commonPasswords(), this.#minimum);
    if (fault !== null) throw invalidInput([{ pointer, message: fault }]);
    return this.#hasher.hash(password);
  }
}
