import { type ApiClient, ProblemError } from '@datawave/plugin-sdk/ui';

/** A workspace that one may work in. */
export interface EnterableWorkspace {
  readonly key: string;
  readonly title: string;
}

interface ListedWorkspace extends EnterableWorkspace {
  readonly state: string;
  readonly isCurrent: boolean;
}

const STORED = 'dw.workspace';
const PARAMETER = 'workspace';
/** More are found on the page of workspaces. */
const MOST_LISTED = 200;

/** What a key looks like: others stand in no header. */
const asKey = (text: string | null): string | null =>
  text !== null && /^[a-z0-9][a-z0-9-]{0,62}$/.test(text) ? text : null;

/**
 * In which workspace this tab works: the one that its address names, else the one that it worked in before, else what the session
 * chose last. Once known it is said with every request, so that tabs in different workspaces do not get in each other's way. Fires
 * `change`.
 */
export class WorkspaceChoice extends EventTarget {
  #key: string | null;
  #workspaces: readonly EnterableWorkspace[] = [];

  constructor() {
    super();
    const named = asKey(new URL(location.href).searchParams.get(PARAMETER));
    this.#key = named ?? asKey(stored());
    if (named !== null) keep(named);
  }

  /** Null where it is the server's to say. */
  get key(): string | null {
    return this.#key;
  }

  /** Those between which there is a choice; none where there is only one. */
  get workspaces(): readonly EnterableWorkspace[] {
    return this.#workspaces;
  }

  /**
   * Asks which workspaces there are, and stays in the present one from now on.
   * @returns whether the one that was chosen can be entered
   */
  async load(api: ApiClient): Promise<boolean> {
    try {
      const { items } = await api.list<ListedWorkspace>('/workspaces', { query: { limit: MOST_LISTED } });
      const open = items.filter(({ state }) => state === 'active');
      const current = items.find(({ isCurrent }) => isCurrent);
      this.#workspaces = open.length < 2 ? [] : open.map(({ key, title }) => ({ key, title }));
      if (this.#workspaces.length > 0 && current !== undefined) this.#pin(current.key);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.#workspaces = [];
      // Where no plugin knows workspaces there is one, and nothing was chosen.
      if (isClosed(error.status) && this.#key !== null) return false;
    }
    this.dispatchEvent(new Event('change'));
    return true;
  }

  /** Leaves it to the server again. */
  forget(): void {
    this.#key = null;
    this.#workspaces = [];
    keep(null);
    const address = new URL(location.href);
    if (!address.searchParams.has(PARAMETER)) return;
    address.searchParams.delete(PARAMETER);
    history.replaceState(history.state, '', address);
  }

  /** Writes the workspace into an address, so that it leads to the same when it is sent to somebody. */
  mark(address: URL): void {
    if (this.#key !== null && this.#workspaces.length > 0) address.searchParams.set(PARAMETER, this.#key);
  }

  /** Works in another workspace from now on; tabs that are opened later begin there. What is on screen is of the one that is left. */
  async enter(api: ApiClient, key: string): Promise<void> {
    await api.put('/workspaces/current', { key });
    keep(key);
    location.assign(`/?${PARAMETER}=${encodeURIComponent(key)}`);
  }

  #pin(key: string): void {
    this.#key = key;
    keep(key);
    const address = new URL(location.href);
    if (address.searchParams.get(PARAMETER) === key) return;
    this.mark(address);
    history.replaceState(history.state, '', address);
  }
}

/** Whether an answer says that the workspace cannot be entered: it is not there for whoever asks, or suspended. */
export const isClosed = (status: number): boolean => status === 404 || status === 403;

function stored(): string | null {
  try {
    return sessionStorage.getItem(STORED);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
    return null;
  }
}

function keep(key: string | null): void {
  try {
    if (key === null) sessionStorage.removeItem(STORED);
    else sessionStorage.setItem(STORED, key);
  } catch {
    // As above.
  }
}
