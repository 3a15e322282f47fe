import {
  ApiClient,
  attempt,
  Drafts,
  InfoTypeTitles,
  type Notice,
  NoticeLog,
  offlineProblem,
  ProblemError,
  type ShellContext,
  t,
} from '@datawave/plugin-sdk/ui';
import { Connection } from './connection.ts';
import { takeEarly } from './early-answers.ts';
import { forgetCaches } from './offline/fresh-version.ts';
import { followLive, openLive } from './open-live.ts';
import { PageHistory } from './page-history.ts';
import { PluginRegistry, type RegisteredPage } from './plugin-registry.ts';
import { forgetPages } from './recent-pages.ts';
import { type Match, matchPage } from './router.ts';
import { Session } from './session.ts';
import { type TabNews, Tabs } from './tabs.ts';
import { isClosed, WorkspaceChoice } from './workspace-choice.ts';

/** What the model asks of what is on screen. */
export interface ShellScreen {
  notify(notice: Notice): void;
  announce(message: string): void;
  /** Resolves with whether whoever is there has proven who they are. */
  proveAnew(): Promise<boolean>;
}

/** Whose traces this tab keeps. */
const PERSON = 'dw.person';

/** Null where the browser forbids storage. */
const tabStorage = (): Storage | null => {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
};

/** What the frame knows: who is signed in, in which workspace, which plugins run, whether the server answers. Fires `change`. */
export class ShellModel extends EventTarget {
  readonly session = new Session();
  readonly registry = new PluginRegistry();
  readonly workspaces = new WorkspaceChoice();
  readonly connection = new Connection();
  readonly tabs = new Tabs();
  readonly history = new PageHistory(
    (address) => this.workspaces.mark(address),
    () => this.dispatchEvent(new Event('arrive')),
  );
  readonly api: ApiClient;
  /** What the server says to have changed. */
  readonly #live = openLive(
    () => this.api,
    () => this.session.expire(),
  );
  /** What every element is lent. */
  readonly context: ShellContext;
  /** The server was asked for the pages of plugins, and has answered or not. */
  knowsPages = false;
  readonly #screen: ShellScreen;

  constructor(screen: ShellScreen) {
    super();
    this.#screen = screen;
    const { session, registry } = this;
    this.api = new ApiClient({
      csrfToken: () => session.signedIn?.csrfToken ?? null,
      onUnauthenticated: () => session.expire(),
      onReached: (isReached) => this.connection.saw(isReached),
      workspace: () => this.workspaces.key,
      proveAnew: () => screen.proveAnew(),
      takeEarly,
    });
    const notices = new NoticeLog();
    this.context = {
      api: this.api,
      live: this.#live,
      notices,
      infoTypes: new InfoTypeTitles(),
      drafts: new Drafts({ storage: tabStorage, owner: () => this.#owner(), path: () => location.pathname }),
      navigate: (path, options) => this.history.go(path, options),
      announce: (message) => screen.announce(message),
      notify: (notice) => {
        notices.add(notice);
        screen.notify(notice);
      },
      may: (permission) => session.may(permission),
      slots: (name) =>
        registry.slots(name).filter((slot) => slot.permission === undefined || session.may(slot.permission)),
      create: (plugin, element) => this.#create(plugin, element),
      onPluginsChange: (listener) => {
        registry.addEventListener('change', listener);
        return () => registry.removeEventListener('change', listener);
      },
    };
  }

  /** Works until the signal is aborted. */
  start(signal: AbortSignal): void {
    const changed = (): boolean => this.dispatchEvent(new Event('change'));
    this.session.addEventListener('change', () => this.#sessionChanged(), { signal });
    this.workspaces.addEventListener('change', changed, { signal });
    this.registry.addEventListener('change', changed, { signal });
    this.connection.addEventListener('change', () => this.#connectionChanged(), { signal });
    this.workspaces.addEventListener('change', () => this.#followLive(), { signal });
    const unfollow = [
      this.#live.follow('plugins', () => void this.loadPlugins()),
      this.#live.follow('session', () => void this.session.refresh(this.api)),
      () => this.#live.stop(),
    ];
    signal.addEventListener('abort', () => unfollow.forEach((end) => end()), { once: true });
    this.history.follow(signal);
    const stop = this.tabs.hear((news) => void this.#heard(news));
    signal.addEventListener('abort', stop, { once: true });
    void this.load();
  }

  async load(): Promise<void> {
    await Promise.all([this.#loadSession(), this.loadPlugins()]);
  }

  /** @throws ProblemError when the server does not answer, Error when it does and the plugin has done something wrong */
  async #create(plugin: string, element: string): Promise<HTMLElement> {
    try {
      const framed = this.registry.framed(plugin, element);
      if (framed === null) return await this.registry.create(plugin, element);
      const { frameOf } = await import('./sandbox/frame-of.ts');
      return frameOf({ ...framed, permissions: () => this.session.signedIn?.permissions ?? ['*'] });
    } catch (error) {
      if (await this.connection.retry()) throw error;
      throw offlineProblem();
    }
  }

  /** The page at the present address, whether or not whoever is here may see it. */
  match(): Match<RegisteredPage> | null {
    return matchPage(this.registry.pages, location.pathname);
  }

  async loadPlugins(): Promise<void> {
    try {
      await this.registry.load(this.api);
    } catch (error) {
      // The pages themselves say when the server does not answer; the navigation keeps what it knew.
      if (!(error instanceof ProblemError)) throw error;
    } finally {
      this.knowsPages = true;
      this.dispatchEvent(new Event('change'));
    }
  }

  /** A plugin was switched on or off in this tab. */
  async pluginsChanged(): Promise<void> {
    await this.loadPlugins();
    this.tabs.tell({ kind: 'plugins' });
  }

  /** Signs in and loads what whoever it is may see. @throws ProblemError when that is refused */
  async signIn(work: () => Promise<void>): Promise<void> {
    await work();
    const who = this.session.signedIn?.principal.id;
    if (who !== undefined) this.tabs.tell({ kind: 'signed-in', who });
    await this.loadPlugins();
  }

  async signOut(): Promise<void> {
    try {
      await this.session.signOut(this.api);
      this.#forgetPerson();
      this.tabs.tell({ kind: 'signed-out' });
    } catch (error) {
      this.#screen.notify({
        tone: 'danger',
        message: error instanceof ProblemError ? error.message : t('Signing out failed.'),
      });
    }
  }

  async enterWorkspace(key: string): Promise<void> {
    await attempt(this.context, async () => {
      await this.workspaces.enter(this.api, key);
      this.tabs.tell({ kind: 'workspaces' });
    });
    // Refused, the choice shows what still holds.
    this.dispatchEvent(new Event('change'));
  }

  #owner(): string | null {
    const id = this.session.signedIn?.principal.id;
    return id === undefined ? null : `${id}/${this.workspaces.key ?? ''}`;
  }

  /** Nothing of whoever has left stays in this tab. */
  #forgetPerson(): void {
    this.workspaces.forget();
    this.#forgetTraces();
    void forgetCaches();
    this.dispatchEvent(new Event('forget'));
  }

  #forgetTraces(): void {
    this.context.drafts.clearAll();
    forgetPages();
  }

  #followLive(): void {
    const { state, signedIn } = this.session;
    const principal = state === 'signed-in' ? (signedIn?.principal.id ?? null) : null;
    followLive(this.#live, { principal, workspace: this.workspaces.key });
  }

  #sessionChanged(): void {
    if (this.session.isSomebodyElse) {
      // What is on the page was shown to somebody else.
      this.#forgetPerson();
      location.reload();
    }
    this.#followLive();
    this.dispatchEvent(new Event('change'));
    if (this.session.state !== 'signed-in') return;
    this.#recognize();
    void this.#learnInfoTypes();
    void this.#learnWorkspaces();
  }

  /** A tab whose session ran out may be gone on with by somebody else. */
  #recognize(): void {
    const id = this.session.signedIn?.principal.id ?? '';
    const storage = tabStorage();
    if (storage === null) return;
    const before = storage.getItem(PERSON);
    if (before === id) return;
    if (before !== null) this.#forgetTraces();
    storage.setItem(PERSON, id);
  }

  #connectionChanged(): void {
    this.dispatchEvent(new Event('change'));
    if (!this.connection.isLost) void this.#refresh();
  }

  /** The server was away, and may have forgotten us or run other plugins since. */
  async #refresh(): Promise<void> {
    if (this.session.state === 'unreachable' || this.session.state === 'unknown') return this.load();
    await Promise.all([this.session.refresh(this.api), this.loadPlugins()]);
  }

  async #heard(news: TabNews): Promise<void> {
    if (news.kind === 'plugins') return this.loadPlugins();
    if (news.kind === 'workspaces') return this.#learnWorkspaces();
    const was = this.session.state;
    await this.session.refresh(this.api);
    if (news.kind === 'signed-out' && this.session.state === 'signed-out') this.#forgetPerson();
    else if (was === 'signed-out') await this.loadPlugins();
  }

  async #loadSession(): Promise<void> {
    await this.session.load(this.api);
    if (this.workspaces.key === null || !isClosed(this.session.refusal)) return;
    await this.#leaveClosed();
  }

  async #learnWorkspaces(): Promise<void> {
    if (await this.workspaces.load(this.api)) return;
    await this.#leaveClosed();
  }

  /** The workspace that was chosen is not there any more, not for whoever is signed in, or suspended. */
  async #leaveClosed(): Promise<void> {
    const workspace = this.workspaces.key ?? '';
    this.workspaces.forget();
    this.#screen.notify({
      tone: 'warning',
      message: t('You cannot work in the workspace {workspace}.', { workspace }),
    });
    await Promise.all([this.session.load(this.api), this.loadPlugins()]);
  }

  /** Titles of the types that plugins and people brought. Where none are to be had, their ids are written out. */
  async #learnInfoTypes(): Promise<void> {
    if (!this.session.may('catalog:read')) return;
    try {
      this.context.infoTypes.learn(
        await this.api.all<{ readonly id: string; readonly title: string }>('/info-types'),
      );
    } catch (error) {
      // Without a catalog there is no such list.
      if (!(error instanceof ProblemError)) throw error;
    }
  }
}
