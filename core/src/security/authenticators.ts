import {
  type Authenticate,
  type Authentication,
  type AuthenticationService,
  type CredentialSource,
  DataWaveError,
  type Disposer,
  type ResolveWorkspace,
} from '@datawave/plugin-sdk';
import type { KernelSql } from './kernel-sql.ts';
import { SignInUsers } from './sign-in-users.ts';

/**
 * Everything that can tell who sends a request: what plugins have brought, in the order in which they came, then the
 * kernel's own sign-in.
 */
export class Authenticators {
  /** Replaced as a whole, so that a request that waits for one of them goes on with those it has begun with. */
  #ofPlugins: readonly { readonly ask: Authenticate }[] = [];
  #own: Authenticate = () => null;
  #resolver: ResolveWorkspace | null = null;

  /** What a plugin has brought that knows of workspaces. */
  get resolver(): ResolveWorkspace | null {
    return this.#resolver;
  }

  /** Puts the kernel's own in place, which is asked last. */
  endWith(own: Authenticate): void {
    this.#own = own;
  }

  readonly authenticate: Authenticate = (source) =>
    this.#ofPlugins.length === 0
      ? this.#own(source)
      : ask([...this.#ofPlugins, { ask: this.#own }], 0, source, null);

  /** As plugins see it. */
  service(storage: () => Promise<KernelSql>): AuthenticationService {
    return {
      use: (authenticate) => this.#add({ ask: authenticate }),
      resolveWorkspaces: (resolve) => this.#resolveBy(resolve),
      administrator: async () => new SignInUsers(await storage()).administrator(),
    };
  }

  #resolveBy(resolve: ResolveWorkspace): Disposer {
    if (this.#resolver !== null)
      throw new DataWaveError({
        code: 'DW_AUTH_WORKSPACES_TAKEN',
        message: 'Another plugin says already in which workspace a request acts.',
        hint: 'Enable only one of the two.',
      });
    this.#resolver = resolve;
    return () => {
      if (this.#resolver === resolve) this.#resolver = null;
    };
  }

  #add(authenticator: { readonly ask: Authenticate }): Disposer {
    this.#ofPlugins = [...this.#ofPlugins, authenticator];
    return () => {
      this.#ofPlugins = this.#ofPlugins.filter((other) => other !== authenticator);
    };
  }
}

/**
 * Asks one after the other, without a turn of the event loop as long as they answer at once. One that fails keeps nobody out whose
 * proof another knows; but who is known to none is told of the failure, because
 * a caller that could not be checked is not the same as one without proof.
 */
function ask(
  authenticators: readonly { readonly ask: Authenticate }[],
  from: number,
  source: CredentialSource,
  failure: { readonly error: unknown } | null,
): Authentication | null | Promise<Authentication | null> {
  let failed = failure;
  for (const [index, authenticator] of authenticators.entries()) {
    if (index < from) continue;
    try {
      const found = authenticator.ask(source);
      if (found instanceof Promise) {
        const before = failed;
        return found.then(
          (known) => known ?? ask(authenticators, index + 1, source, before),
          (error: unknown) => ask(authenticators, index + 1, source, before ?? { error }),
        );
      }
      if (found !== null) return found;
    } catch (error) {
      failed ??= { error };
    }
  }
  if (failed !== null) throw failed.error;
  return null;
}
