import { randomInt } from 'node:crypto';
import { DataWaveError } from '@datawave/plugin-sdk';

/** OWASP's parameters for argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Hashing takes a core and 19 MiB for some 30 ms: more at once would let a flood of sign-ins stop everything else. */
const CONCURRENT = 2;
const WAITING = 32;
const ALPHABET = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GENERATED_LENGTH = 20;

/** Hashes and verifies passwords, a few at a time. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long when there is no such user, whose hash is then null. @throws DataWaveError DW_AUTH_BUSY */
  verify(hash: string | null, password: string): Promise<boolean>;
}

export function createPasswords(): Passwords {
  let running = 0;
  const queue: (() => void)[] = [];
  let decoy: Promise<string> | undefined;

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= CONCURRENT) {
      if (queue.length >= WAITING) {
        throw new DataWaveError({
          code: 'DW_AUTH_BUSY',
          message: 'Too many people are signing in at this moment.',
          hint: 'Try again in a few seconds.',
          status: 503,
        });
      }
      await new Promise<void>((resolve) => queue.push(resolve));
    }
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      queue.shift()?.();
    }
  };
  const hash = async (password: string): Promise<string> => {
    const argon2 = await import('@node-rs/argon2');
    return argon2.hash(password, PARAMETERS);
  };

  return {
    hash: (password) => inTurn(() => hash(password)),
    async verify(stored, password) {
      const argon2 = await import('@node-rs/argon2');
      decoy ??= hash(generatePassword());
      const against = stored ?? (await decoy);
      const isRight = await inTurn(() => argon2.verify(against, password));
      return stored !== null && isRight;
    },
  };
}

/** 20 characters without those that look alike: 116 bits. */
export function generatePassword(): string {
  return Array.from({ length: GENERATED_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
