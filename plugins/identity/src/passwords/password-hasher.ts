import { randomInt } from 'node:crypto';
import { busy } from '../identity-errors.ts';

/** OWASP's parameters for argon2id, the kernel's as well: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;
/** Who comes after these is told to try again: a flood of sign-ins may not pile up. */
const WAITING = 64;
const ALPHABET = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GENERATED_LENGTH = 20;

/** Hashes and verifies passwords, so many at a time. */
export class PasswordHasher {
  readonly #atOnce: number;
  readonly #queue: (() => void)[] = [];
  #running = 0;
  #decoy: Promise<string> | undefined;
  #library: Promise<typeof import('@node-rs/argon2')> | undefined;

  /** @param atOnce - each takes a core for some 30 ms and 19 MiB */
  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Argon2id in PHC form. @throws DataWaveError DW_AUTH_BUSY */
  hash(password: string): Promise<string> {
    return this.#inTurn(async () => (await this.#argon2()).hash(prepare(password), PARAMETERS));
  }

  /** Takes as long for a hash that is null, because there is nobody of that name. @throws DataWaveError DW_AUTH_BUSY */
  async verify(stored: string | null, password: string): Promise<boolean> {
    this.#decoy ??= this.hash(generatePassword()).catch((error: unknown) => {
      // The next who signs in tries again: one bad moment must not keep everybody out.
      this.#decoy = undefined;
      throw error;
    });
    // Awaited for known names, too: whose turn it is at first may not tell one from the other.
    const decoy = await this.#decoy;
    const isRight = await this.#inTurn(async () =>
      (await this.#argon2()).verify(stored ?? decoy, prepare(password)),
    );
    return stored !== null && isRight;
  }

  /** Whether a hash was made with other parameters than those of today. */
  isOutdated(stored: string): boolean {
    return !stored.startsWith(CURRENT);
  }

  /** Loaded when the first password comes: who signs in by a provider never needs it. */
  #argon2(): Promise<typeof import('@node-rs/argon2')> {
    this.#library ??= import('@node-rs/argon2');
    return this.#library;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#queue.length >= WAITING) throw busy();
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody who comes in between takes it.
      const next = this.#queue.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

/** One password may reach us in two Unicode forms, from two keyboards. The kernel's hashes know ASCII in no other form. */
const prepare = (password: string): string => password.normalize('NFC');

/** 20 characters without those that look alike: 116 bits. */
export function generatePassword(): string {
  return Array.from({ length: GENERATED_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
