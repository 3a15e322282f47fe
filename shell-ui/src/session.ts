import { type ApiClient, type PasskeyAnswer, ProblemError } from '@datawave/plugin-sdk/ui';

/** Who is signed in, as `auth/session` answers. */
export interface SignedIn {
  readonly principal: {
    readonly id: string;
    readonly displayName: string;
    readonly roles: readonly string[];
  };
  /** Permission ids; `*` for all. Left out while there is only the one administrator, who may everything. */
  readonly permissions?: readonly string[];
  readonly csrfToken: string;
}

/** What somebody proves who they are with. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Of an authenticator app, or a recovery code, for an account that asks for one. */
  readonly code?: string;
}

/** Nulls when nobody is signed in. */
type Described = SignedIn | { readonly principal: null };

/** `expired`: the server forgot us while a page was open; what is on it is kept. */
export type SessionState = 'unknown' | 'signed-out' | 'signed-in' | 'expired' | 'unreachable';

/** The browser's session: a cookie that scripts cannot read, and what the server says of it. Fires `change`. */
export class Session extends EventTarget {
  /** Status with which the server refused to say who is signed in; 0 where it did not answer or did not refuse. */
  refusal = 0;
  #state: SessionState = 'unknown';
  #signedIn: SignedIn | null = null;
  #former: string | null = null;

  get state(): SessionState {
    return this.#state;
  }

  get signedIn(): SignedIn | null {
    return this.#signedIn;
  }

  /** Asks the server whether the cookie still counts. */
  async load(api: ApiClient): Promise<void> {
    this.refusal = 0;
    try {
      const described = await api.get<Described>('/auth/session');
      if (described.principal === null) this.#become('signed-out', null);
      else this.#become('signed-in', described);
    } catch (error) {
      this.refusal = error instanceof ProblemError ? error.status : 0;
      const isRefused = error instanceof ProblemError && error.status === 401;
      this.#become(isRefused ? 'signed-out' : 'unreachable', null);
    }
  }

  /**
   * Asks again while something is on screen: another tab has signed in or out, or the server was away. Where it does not answer,
   * everything stays as it is.
   */
  async refresh(api: ApiClient): Promise<void> {
    try {
      const described = await api.get<Described>('/auth/session');
      if (described.principal === null) this.#end();
      else this.#become('signed-in', described);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.status === 401) this.#end();
    }
  }

  /** @throws ProblemError when name, password or code are wrong, or a code is asked for (DW_AUTH_SECOND_FACTOR) */
  async signIn(api: ApiClient, credentials: Credentials): Promise<void> {
    this.#become('signed-in', await api.post<SignedIn>('/auth/session', credentials));
  }

  /** @throws ProblemError when the passkey proves nothing here */
  async signInWithPasskey(api: ApiClient, answer: PasskeyAnswer): Promise<void> {
    this.#become('signed-in', await api.post<SignedIn>('/auth/passkeys/session', answer));
  }

  async signOut(api: ApiClient): Promise<void> {
    await api.post('/auth/logout');
    this.#become('signed-out', null);
  }

  /** The server answered 401 to a request that came from a page. */
  expire(): void {
    if (this.#state === 'signed-in') this.#become('expired', this.#signedIn);
  }

  /** Whether whoever is here may; `signed-in` and `public` are what pages name that ask for no permission. */
  may(permission: string): boolean {
    if (permission === '' || permission === 'public') return true;
    if (this.#signedIn === null) return false;
    const { permissions = ['*'] } = this.#signedIn;
    if (permission === 'signed-in') return true;
    return permissions.includes('*') || permissions.includes(permission);
  }

  /** Somebody else has signed in than was before; what is on screen is the former one's. */
  get isSomebodyElse(): boolean {
    return this.#former !== null && this.#signedIn !== null && this.#former !== this.#signedIn.principal.id;
  }

  #end(): void {
    if (this.#state !== 'signed-out') this.#become('signed-out', null);
  }

  #become(state: SessionState, signedIn: SignedIn | null): void {
    this.#former = state === 'signed-in' ? (this.#signedIn?.principal.id ?? null) : null;
    this.#state = state;
    this.#signedIn = signedIn;
    this.dispatchEvent(new Event('change'));
  }
}
