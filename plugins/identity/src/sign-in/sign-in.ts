import type {
  AuthenticationMethod,
  ExecutionScope,
  ExtensionCollection,
  ExternalIdentity,
  Logger,
  SignInProvider,
  StorageService,
  Transaction,
} from '@datawave/plugin-sdk';
import type { AccountStore, SigningIn } from '../accounts/account-store.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { FIRST_ADMINISTRATOR } from '../accounts/administrators.ts';
import { foldName } from '../accounts/fold-name.ts';
import type { KernelAdministrator } from '../accounts/kernel-administrator.ts';
import { directoryDown, secondFactorNeeded, signInFailed } from '../identity-errors.ts';
import type { Journal } from '../journal.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import type { Sealer } from '../sealer.ts';
import type { SecondFactors } from '../second-factor/second-factors.ts';
import { Directories, type DirectoryAnswer } from './directories.ts';
import { FailedSignIns } from './failed-sign-ins.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import type { AttemptDelay, AttemptOrigin, SignInThrottle } from './sign-in-throttle.ts';

/** What somebody shows to sign in. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Of an authenticator app, or a recovery code. */
  readonly code?: string;
}

/** Where they do it. */
export interface SignInPlace {
  readonly address: string;
  /** Token of a browser that may be known. */
  readonly browser: string | null;
}

/** Somebody who has proved who they are. */
export interface Proven {
  readonly account: Pick<SigningIn, 'id' | 'username' | 'displayName'>;
  readonly methods: readonly AuthenticationMethod[];
  /** `local`, or the key of a provider. */
  readonly provider: string;
  /** The hash that the password was compared with; null where another proof was given. */
  readonly passwordHash: string | null;
  /** Forgets the failed attempts before this, in the transaction in which the proof is made use of. */
  readonly settle: (tx: Transaction) => Promise<void>;
}

/** Everything that a sign-in works with. */
export interface SignInParts {
  readonly storage: StorageService;
  readonly administrator: KernelAdministrator;
  readonly providers: ExtensionCollection<SignInProvider>;
  readonly accounts: Accounts;
  readonly store: AccountStore;
  readonly hasher: PasswordHasher;
  readonly factors: SecondFactors;
  readonly throttle: SignInThrottle;
  readonly browsers: KnownBrowsers;
  readonly journal: Journal;
  readonly sealer: Sealer;
  readonly log: Logger;
}

/** Finds out whether somebody is who they say. Known and unknown names take the same steps, so that neither answer nor time tells them apart. */
export class SignIn {
  readonly #parts: SignInParts;
  readonly #directories: Directories;
  readonly #failed: FailedSignIns;

  constructor(parts: SignInParts) {
    this.#parts = parts;
    this.#directories = new Directories(parts);
    this.#failed = new FailedSignIns(parts.storage, parts.journal);
  }

  /** @throws DataWaveError DW_AUTH_FAILED, DW_AUTH_SECOND_FACTOR, DW_AUTH_THROTTLED, DW_AUTH_BUSY, DW_IDENTITY_DIRECTORY_DOWN */
  async withPassword(scope: ExecutionScope, credentials: Credentials, place: SignInPlace): Promise<Proven> {
    const { administrator, throttle, hasher } = this.#parts;
    const { username } = credentials;
    const { address } = place;
    if (foldName(username) === 'admin') await administrator.adopt(scope);
    const { known, origin, delay } = await this.#begin(scope, username, place);
    const hold = (wait: AttemptDelay, account: { readonly id: string } | null, provider: string) =>
      throttle.hold(scope, wait).catch(async (error: unknown) => {
        await this.#failed.record(scope, { username, account, address, provider, reason: 'throttled' });
        throw error;
      });
    await hold(delay, known, 'local');
    const isRight = await hasher
      .verify(known?.passwordHash ?? null, credentials.password)
      .catch(async (error: unknown) => {
        await throttle.takeBack(scope, origin);
        throw error;
      });
    const found =
      isRight && known !== null
        ? { account: known, provider: 'local', methods: ['password' as const] }
        : await this.#elsewhere(scope, credentials, known, place);
    const { account, provider } = found;
    if (account.state !== 'active')
      return this.#failed.refuse(scope, { username, account, address, provider, reason: 'locked' });
    const code = account.hasTotp ? (credentials.code ?? '') : null;
    if (code === '') throw secondFactorNeeded();
    if (code !== null) await hold(await this.#countCode(scope, account.id, origin), account, provider);
    const factor = code === null ? null : await this.#parts.factors.use(scope, account.id, code);
    if (code !== null && factor === null)
      return this.#failed.refuse(scope, { username, account, address, provider, reason: 'second-factor' });
    return {
      account,
      provider,
      methods: factor === null ? found.methods : [...found.methods, factor],
      passwordHash: provider === 'local' ? await this.#renewHash(scope, account, credentials.password) : null,
      settle: async (tx) => {
        await throttle.succeed(tx, origin);
        if (factor !== null) await throttle.succeedCode(tx, account.id, origin);
      },
    };
  }

  /** Of somebody whom a provider vouches for. @throws DataWaveError DW_AUTH_FAILED */
  async withIdentity(
    scope: ExecutionScope,
    identity: ExternalIdentity,
    method: AuthenticationMethod,
    { address }: SignInPlace,
  ): Promise<Proven> {
    const { username, provider } = identity;
    const account = await this.#parts.accounts.provision(scope, identity);
    if (account.state !== 'active')
      return this.#failed.refuse(scope, { username, account, address, provider, reason: 'locked' });
    return {
      ...{ account, provider, methods: [method], passwordHash: null },
      settle: async () => undefined,
    };
  }

  /** Records that what came back from a provider proves nothing: who forges answers is seen, as is who guesses passwords. */
  recordRefusal(scope: ExecutionScope, provider: string, { address }: SignInPlace): Promise<void> {
    return this.#failed.record(scope, {
      ...{ username: '', account: null, address, provider, reason: 'credentials' },
    });
  }

  /** Proves anew that the account's owner is there. @throws DataWaveError DW_AUTH_FAILED, DW_AUTH_SECOND_FACTOR, DW_AUTH_THROTTLED */
  async again(
    scope: ExecutionScope,
    userId: string,
    proof: Omit<Credentials, 'username'>,
    place: SignInPlace,
  ): Promise<Proven> {
    const { storage, store } = this.#parts;
    const account = await storage.transaction(scope, (tx) => store.signingIn(tx, { id: userId }));
    if (account === null) throw signInFailed();
    const { username } = account;
    const proven = await this.withPassword(scope, { ...proof, username }, place);
    // A directory may know somebody else by this name.
    if (proven.account.id !== userId) throw signInFailed();
    return proven;
  }

  /** Whose name it is, and what the attempt must wait for: in one transaction, with the same statements for every name. */
  async #begin(
    scope: ExecutionScope,
    username: string,
    place: SignInPlace,
  ): Promise<{
    readonly known: SigningIn | null;
    readonly origin: AttemptOrigin;
    readonly delay: AttemptDelay;
  }> {
    const { sealer, storage, store, browsers, throttle } = this.#parts;
    const nameHash = await sealer.fingerprint(foldName(username));
    const look = async (tx: Transaction) => {
      // Asked at once, because neither needs the other's answer unless there is a browser: each wait is a journey to the database.
      const finding = store.signingIn(tx, { username });
      const counting = async () => {
        const { browser, address } = place;
        const knownBrowser =
          browser === null ? null : await browsers.recognise(tx, (await finding)?.id ?? null, browser);
        const origin: AttemptOrigin = { address, nameHash, knownBrowser };
        return { origin, counted: await throttle.count(tx, origin) };
      };
      const [known, { origin, counted }] = await Promise.all([finding, counting()]);
      const isBreakGlass = known?.id === FIRST_ADMINISTRATOR;
      return { known, origin, delay: throttle.delayOf(origin, counted, isBreakGlass) };
    };
    return storage.transaction(scope, look, { isKeyed: true });
  }

  /** By a directory. The first administrator's password is none of theirs. @throws DataWaveError DW_AUTH_FAILED, DW_IDENTITY_DIRECTORY_DOWN */
  async #elsewhere(
    scope: ExecutionScope,
    credentials: Credentials,
    known: SigningIn | null,
    place: SignInPlace,
  ): Promise<NonNullable<DirectoryAnswer['found']>> {
    const { username } = credentials;
    const { found, isUncertain } =
      foldName(username) === 'admin'
        ? { found: null, isUncertain: false }
        : await this.#directories.ask(scope, credentials, known);
    if (found !== null) return found;
    await this.#failed.record(scope, {
      ...{ username, account: known, address: place.address, provider: 'local', reason: 'credentials' },
    });
    throw isUncertain ? directoryDown() : signInFailed();
  }

  #countCode(scope: ExecutionScope, userId: string, origin: AttemptOrigin): Promise<AttemptDelay> {
    const { storage, throttle } = this.#parts;
    return storage.transaction(scope, (tx) => throttle.countCode(tx, userId, origin));
  }

  /** Today's parameters for a hash that was made with others: now that the password is known. Answers the hash that counts from now on. */
  async #renewHash(scope: ExecutionScope, account: SigningIn, password: string): Promise<string | null> {
    const { hasher, storage, store } = this.#parts;
    if (account.passwordHash === null || !hasher.isOutdated(account.passwordHash))
      return account.passwordHash;
    const passwordHash = await hasher.hash(password);
    const present = await storage.transaction(scope, async (tx) => {
      const now = await store.lock(tx, account.id);
      if (now.passwordHash !== account.passwordHash) return now.passwordHash;
      await store.update(tx, account.id, { passwordHash });
      return passwordHash;
    });
    // Of two sign-ins at once the other one may have been faster; or somebody has set another password.
    const isTheirs = present === passwordHash || (await hasher.verify(present, password));
    return isTheirs ? present : account.passwordHash;
  }
}
