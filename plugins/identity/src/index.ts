import {
  accountsService,
  coreServices,
  definePlugin,
  type ExecutionScope,
  mailRecipientPoint,
  mailService,
  notificationRulePoint,
  pluginScope,
  signInProviderPoint,
  type Transaction,
} from '@datawave/plugin-sdk';
import { AccountStore } from './accounts/account-store.ts';
import { Accounts } from './accounts/accounts.ts';
import { createAccountsService } from './accounts/accounts-service.ts';
import { GroupStore } from './accounts/group-store.ts';
import { Groups } from './accounts/groups.ts';
import { KernelAdministrator } from './accounts/kernel-administrator.ts';
import { Reach } from './accounts/reach.ts';
import { ApiTokenStore } from './api-tokens/api-token-store.ts';
import { expiringTokensJob, notifyOfTokens, tellExpiring } from './api-tokens/expiring-tokens.ts';
import { Ceremonies } from './ceremonies.ts';
import type { Config } from './config.generated.ts';
import { Journal } from './journal.ts';
import { maintain, maintenanceJob } from './maintenance.ts';
import { migrations } from './migrations.ts';
import { NewPasswords } from './passwords/new-passwords.ts';
import { PasswordHasher } from './passwords/password-hasher.ts';
import { PasswordResets } from './recovery/password-resets.ts';
import { ResetMail } from './recovery/reset-mail.ts';
import { mountAccountRoutes } from './routes/account-routes.ts';
import { mountApiTokenRoutes } from './routes/api-token-routes.ts';
import { mountGroupRoutes } from './routes/group-routes.ts';
import { mountPasskeyRoutes } from './routes/passkey-routes.ts';
import { mountProviderRoutes } from './routes/provider-routes.ts';
import { mountResetRoutes } from './routes/reset-routes.ts';
import { mountSecondFactorRoutes } from './routes/second-factor-routes.ts';
import { mountSessionRoutes } from './routes/session-routes.ts';
import { mountTokenScopeRoutes } from './routes/token-scope-routes.ts';
import { mountUserEntryRoutes } from './routes/user-entry-routes.ts';
import { mountUserRoutes } from './routes/user-routes.ts';
import { Sealer } from './sealer.ts';
import { PasskeyStore } from './second-factor/passkey-store.ts';
import { Passkeys } from './second-factor/passkeys.ts';
import { SecondFactors } from './second-factor/second-factors.ts';
import { AccessTokens } from './sessions/access-tokens.ts';
import { createAuthenticator } from './sessions/authenticator.ts';
import { followRevocations } from './sessions/follow-revocations.ts';
import { ProofCache } from './sessions/proof-cache.ts';
import { SessionEnding } from './sessions/session-ending.ts';
import { SessionStore } from './sessions/session-store.ts';
import { SigningKeys } from './sessions/signing-keys.ts';
import { KnownBrowsers } from './sign-in/known-browsers.ts';
import { PostedAnswers } from './sign-in/posted-answers.ts';
import { SessionOpener } from './sign-in/session-opener.ts';
import { SignIn } from './sign-in/sign-in.ts';
import { SignInThrottle } from './sign-in/sign-in-throttle.ts';

export default definePlugin<Config>()({
  deps: {
    storage: coreServices.storage,
    vault: coreServices.vault,
    jobs: coreServices.jobs,
    events: coreServices.events,
    http: coreServices.http,
    access: coreServices.access,
    authentication: coreServices.authentication,
    plugins: coreServices.plugins,
  },
  optionalDeps: { audit: coreServices.audit, mail: mailService },
  provides: { accounts: accountsService },
  extensionPoints: [signInProviderPoint],
  migrations,
  setup({ deps, optional, config, extensions, log, signal, onDispose }) {
    const { storage, vault, jobs, events, http, access, authentication, plugins } = deps;
    const scope = (): ExecutionScope => ownScope(signal);
    const providers = extensions.collection(signInProviderPoint);

    const sealer = new Sealer({ storage, vault, log, scope });
    const journal = new Journal(
      events,
      () => optional.audit,
      (text) => sealer.fingerprint(text),
    );
    const cache = new ProofCache();
    const sessions = new SessionStore(storage);
    const ending = new SessionEnding({ storage, sessions, cache, journal });
    const keys = new SigningKeys({ storage, vault, scope, keyDays: config.keyDays });
    const tokens = new AccessTokens(keys, config.issuer, config.audience);

    const store = new AccountStore(storage);
    const groupStore = new GroupStore(storage);
    const resets = new PasswordResets(storage, config.resetHours);
    const factors = new SecondFactors(storage, vault, scope);
    const passkeyStore = new PasskeyStore(storage);
    const removeFactors = async (tx: Transaction, userId: string): Promise<void> => {
      await factors.remove(tx, userId);
      await passkeyStore.deleteAll(tx, userId);
    };
    const accounts = new Accounts({ storage, store, groups: groupStore, journal, ending, resets });
    const administrator = new KernelAdministrator({
      ...{ authentication, storage, store, journal, ending, resets, removeFactors },
    });
    const reach = new Reach(access, plugins);
    const groups = new Groups({ storage, store: groupStore, accounts: store, journal, ending });

    const hasher = new PasswordHasher(config.hashesAtOnce);
    const newPasswords = new NewPasswords(hasher, config.minimumPasswordLength);
    const ceremonies = new Ceremonies(storage, sealer);
    const posted = new PostedAnswers(storage, sealer);
    const passkeys = new Passkeys(storage, passkeyStore, ceremonies);
    const browsers = new KnownBrowsers(storage);
    const throttle = new SignInThrottle(storage);
    const apiTokens = new ApiTokenStore(storage);

    const signIn = new SignIn({
      ...{ storage, administrator, providers, accounts, store, hasher, factors },
      ...{ throttle, browsers, journal, sealer, log },
    });
    const opener = new SessionOpener({
      ...{ storage, sessions, ending, tokens, journal },
      browserSeconds: config.browserHours * 3_600,
      refreshSeconds: config.refreshDays * 86_400,
    });

    onDispose(followRevocations(events, cache));
    onDispose(
      authentication.use(
        createAuthenticator({ storage, sessions, apiTokens, tokens, cache, scope, administrator }),
      ),
    );
    jobs.handle(expiringTokensJob, ({ scope }) => tellExpiring({ storage, events }, scope.signal));
    extensions.contribute(notificationRulePoint, 'identity', notifyOfTokens);
    jobs.handle(maintenanceJob, maintain({ storage, sessions, throttle, ceremonies, posted, resets, keys }));

    const sessionParts = {
      ...{ http, storage, access, plugins, signIn, opener, sessions, ending, browsers, keys },
    };
    mountSessionRoutes(sessionParts);
    const mail = new ResetMail(http, () => optional.mail);
    const mailsResets = (): boolean => mail.isPossible;
    mountProviderRoutes({ ...sessionParts, providers, ceremonies, posted, mailsResets, log });
    mountPasskeyRoutes({ ...sessionParts, passkeys, passkeyStore, store, journal });
    mountAccountRoutes({
      ...{ http, storage, store, accounts, sessions, ending, cache, signIn, factors, passkeys },
      ...{ passkeyStore, newPasswords, journal },
    });
    mountSecondFactorRoutes({ http, storage, store, factors, journal });
    mountApiTokenRoutes({
      ...{ http, storage, access, apiTokens, cache, journal },
      longestDays: config.longestApiTokenDays,
    });
    mountTokenScopeRoutes({ http, access, plugins, longestDays: config.longestApiTokenDays });
    mountUserRoutes({ http, storage, store, accounts, factors, passkeyStore, newPasswords, reach });
    mountUserEntryRoutes({
      ...{ http, storage, store, sessions, ending, removeFactors, resets, reach, journal },
    });
    mountGroupRoutes({ http, storage, store: groupStore, groups, reach });
    mountResetRoutes({ http, storage, store, accounts, newPasswords, resets, mail, journal, scope, log });
    const provided = createAccountsService({ storage, store, groupStore, accounts, groups, ending });
    extensions.contribute(mailRecipientPoint, 'identity', {
      mayReceive: async (scope, email) => (await provided.find(scope, { email, state: 'active' })) !== null,
    });
    return { accounts: provided };
  },
  async start({ deps: { jobs, storage }, signal }) {
    await jobs.schedule(expiringTokensJob, { name: 'expiring-tokens', cron: '41 6 * * *', payload: {} });
    await jobs.schedule(maintenanceJob, { name: 'maintenance', cron: '23 * * * *', payload: {} });
    const scope = ownScope(signal);
    // The first who signs in should not wait for a key to be made.
    await storage.transaction(scope, async (tx) => {
      await jobs.enqueue(tx, scope, maintenanceJob, {}, { deduplicationKey: 'start' });
    });
  },
});

/** Accounts belong to no workspace; what is kept and told of them lies in the default one. */
const ownScope = (signal: AbortSignal): ExecutionScope => pluginScope('identity', 'Identity', { signal });
