import { type ApiClient, ProblemError } from '@datawave/plugin-sdk/ui';

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

/** Nulls when nobody is signed in. */
type Described = SignedIn | { readonly principal: null };

/** `expired`: the server forgot us while a page was open; what is on it is kept. */
export type SessionState = 'unknown' | 'signed-out' | 'signed-in' | 'expired' | 'unreachable';

/** The browser's session: a cookie that scripts cannot read, and what the server says of it. Fires `change`. */
export class Session extends EventTarget {
  #state: SessionState = 'unknown';
  #signedIn: SignedIn | null = null;

  get state(): SessionState {
    return this.#state;
  }

  get signedIn(): SignedIn | null {
    return this.#signedIn;
  }

  /** Asks the server whether the cookie still counts. */
  async load(api: ApiClient): Promise<void> {
    try {
      const described = await api.get<Described>('/auth/session');
      if (described.principal === null) this.#become('signed-out', null);
      else this.#become('signed-in', described);
    } catch (error) {
      const isRefused = error instanceof ProblemError && error.status === 401;
      this.#become(isRefused ? 'signed-out' : 'unreachable', null);
    }
  }

  /** @throws ProblemError when name or password are wrong */
  async signIn(api: ApiClient, username: string, password: string): Promise<void> {
    this.#become('signed-in', await api.post<SignedIn>('/auth/session', { username, password }));
  }

  async signOut(api: ApiClient): Promise<void> {
    await api.post('/auth/logout');
    this.#become('signed-out', null);
  }

  /** The server answered 401 to a request that came from a page. */
  expire(): void {
    if (this.#state === 'signed-in') this.#become('expired', this.#signedIn);
  }

  may(permission: string): boolean {
    const permissions = this.#signedIn?.permissions ?? ['*'];
    return permissions.includes('*') || permissions.includes(permission);
  }

  #become(state: SessionState, signedIn: SignedIn | null): void {
    this.#state = state;
    this.#signedIn = signedIn;
    this.dispatchEvent(new Event('change'));
  }
}
