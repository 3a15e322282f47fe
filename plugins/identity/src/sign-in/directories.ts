import { randomUUID } from 'node:crypto';
import type {
  AuthenticationMethod,
  ExecutionScope,
  ExtensionCollection,
  ExternalIdentity,
  Logger,
  PasswordSignIn,
  SignInProvider,
  StorageService,
} from '@datawave/plugin-sdk';
import type { AccountStore, SigningIn } from '../accounts/account-store.ts';
import type { Accounts } from '../accounts/accounts.ts';

/** What the directories know of a name and a password. */
export interface DirectoryAnswer {
  /** Whom one of them vouches for; null where none does. */
  readonly found: {
    readonly account: SigningIn;
    readonly provider: string;
    readonly methods: readonly AuthenticationMethod[];
  } | null;
  /** Whether one of them could not be asked, so that nobody knows what it would have said. */
  readonly isUncertain: boolean;
}

/** What {@link Directories} works with. */
export interface DirectoriesParts {
  readonly storage: StorageService;
  readonly providers: ExtensionCollection<SignInProvider>;
  readonly accounts: Accounts;
  readonly store: AccountStore;
  readonly log: Logger;
}

interface Question {
  readonly key: string;
  readonly directory: PasswordSignIn;
  /** By which name to ask; null to ask about nobody. */
  readonly name: string | null;
  /** Whether the account of the name that was typed is this directory's. */
  readonly isOwn: boolean;
}

/**
 * Directories that check a password. Each of them is asked until one knows it, whatever is known of the name here, so that time tells no
 * name from another; but about nobody where the password is none of theirs.
 */
export class Directories {
  readonly #parts: DirectoriesParts;

  constructor(parts: DirectoriesParts) {
    this.#parts = parts;
  }

  /** @param known - whose name it is here */
  async ask(
    scope: ExecutionScope,
    typed: { readonly username: string; readonly password: string },
    known: SigningIn | null,
  ): Promise<DirectoryAnswer> {
    const { accounts, storage, store, log } = this.#parts;
    let isUncertain = false;
    for (const { key, directory, name } of await this.#questions(scope, typed.username, known)) {
      const { signal } = scope;
      const question =
        name === null
          ? { username: randomUUID(), password: randomUUID(), signal }
          : { username: name, password: typed.password, signal };
      let identity: ExternalIdentity | null = null;
      try {
        identity = await directory.verify(question);
      } catch (error) {
        // One that is down keeps nobody out whom another knows.
        log.warn('a sign-in provider could not be asked', { provider: key, error });
        isUncertain = true;
      }
      if (identity === null || name === null) continue;
      const { id } = await accounts.provision(scope, { ...identity, provider: key });
      const account = await storage.transaction(scope, (tx) => store.signingIn(tx, { id }));
      if (account !== null)
        return { found: { account, provider: key, methods: [directory.method] }, isUncertain };
    }
    return { found: null, isUncertain };
  }

  /** First those whose account it is: a password that is right is seen by no other. */
  async #questions(
    scope: ExecutionScope,
    username: string,
    known: SigningIn | null,
  ): Promise<readonly Question[]> {
    const { storage, store, providers } = this.#parts;
    const own = await storage.transaction(scope, (tx) => store.namesElsewhere(tx, known?.id ?? ''));
    const questions = providers.list().flatMap(({ key, value }): readonly Question[] => {
      if (value.kind !== 'password') return [];
      const theirs = own.get(key);
      if (theirs !== undefined) return [{ key, directory: value, name: theirs, isOwn: true }];
      // What somebody types who has a password here is nearly that password, and nothing for others to read.
      const name = known !== null && known.passwordHash !== null ? null : nameIn(key, username);
      return [{ key, directory: value, name, isOwn: false }];
    });
    return questions.toSorted((left, right) => Number(right.isOwn) - Number(left.isOwn));
  }
}

/** `eva@corp` is what `eva` of the directory `corp` is called where her name is somebody else's. */
function nameIn(key: string, username: string): string {
  const end = `@${key}`;
  return username.length > end.length && username.toLowerCase().endsWith(end)
    ? username.slice(0, -end.length)
    : username;
}
