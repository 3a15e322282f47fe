import {
  ApiClient,
  attempt,
  baseStyles,
  DataWaveElement,
  Drafts,
  InfoTypeTitles,
  type NavigateOptions,
  type Notice,
  NoticeLog,
  type PasskeyAnswer,
  ProblemError,
  type ShellContext,
  ShellContextRequest,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { followLive, openLive } from '../open-live.ts';
import { PluginRegistry, type RegisteredPage } from '../plugin-registry.ts';
import { type Match, matchPage } from '../router.ts';
import { type Credentials, Session } from '../session.ts';
import { takeFailedSignIn } from '../sign-in-return.ts';
import { isClosed, WorkspaceChoice } from '../workspace-choice.ts';
import { interceptLinks } from './intercept-links.ts';
import { ShellNotices } from './notices.ts';
import { shellStyles } from './shell-styles.ts';
import { ShellStepUp } from './step-up.ts';

/** Null where the browser forbids storage. */
const tabStorage = (): Storage | null => {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
};

/** The frame: who is signed in, which page is shown, and what every element in it is lent. */
export class DwShell extends DataWaveElement {
  static override properties = {
    isDrawerOpen: { state: true },
    signInProblem: { state: true },
    isSigningIn: { state: true },
    announcement: { state: true },
    isOffline: { state: true },
    knowsPages: { state: true },
  };
  declare isDrawerOpen: boolean;
  declare signInProblem: ProblemError | null;
  declare isSigningIn: boolean;
  declare announcement: string;
  declare isOffline: boolean;
  /** The server was asked for the pages of plugins, and has answered or not. */
  declare knowsPages: boolean;
  static override styles = [baseStyles, shellStyles];

  readonly #session = new Session();
  readonly #registry = new PluginRegistry();
  readonly #notices = new ShellNotices();
  readonly #workspaces = new WorkspaceChoice();
  /** Code of a sign-in at a provider that has failed just now. */
  #failedElsewhere = takeFailedSignIn() ?? '';
  readonly #stepUp = new ShellStepUp((credentials) => this.#session.signIn(this.#api, credentials));
  readonly #api = new ApiClient({
    csrfToken: () => this.#session.signedIn?.csrfToken ?? null,
    onUnauthenticated: () => this.#session.expire(),
    workspace: () => this.#workspaces.key,
    proveAnew: () => this.#stepUp.prove(),
  });
  readonly #live = openLive(
    () => this.#api,
    () => this.#session.expire(),
  );
  readonly #context: ShellContext = {
    api: this.#api,
    live: this.#live,
    notices: new NoticeLog(),
    infoTypes: new InfoTypeTitles(),
    drafts: new Drafts({
      storage: tabStorage,
      owner: () => {
        const id = this.#session.signedIn?.principal.id;
        return id === undefined ? null : `${id}/${this.#workspaces.key ?? ''}`;
      },
      path: () => location.pathname,
    }),
    navigate: (path, options) => this.#navigate(path, options),
    announce: (message) => {
      this.announcement = message;
    },
    notify: (notice: Notice) => {
      this.#context.notices.add(notice);
      this.#notices.show(notice);
    },
    may: (permission) => this.#session.may(permission),
    slots: (name) =>
      this.#registry
        .slots(name)
        .filter((slot) => slot.permission === undefined || this.#session.may(slot.permission)),
    create: (plugin, element) => this.#registry.create(plugin, element),
    onPluginsChange: (listener) => {
      this.#registry.addEventListener('change', listener);
      return () => this.#registry.removeEventListener('change', listener);
    },
  };

  constructor() {
    super();
    this.isDrawerOpen = false;
    this.signInProblem = null;
    this.isSigningIn = false;
    this.announcement = '';
    this.isOffline = false;
    this.knowsPages = false;
    this.addEventListener(ShellContextRequest.type, (event) => {
      if (!(event instanceof ShellContextRequest)) return;
      event.stopPropagation();
      event.provide(this.#context);
    });
    this.addEventListener('dw-heading', (event) => {
      const [header] = event.composedPath();
      if (header instanceof HTMLElement && 'heading' in header)
        document.title = `${String(header.heading)} · DataWave`;
    });
    this.addEventListener('dw-sign-out', () => void this.#signOut());
    this.addEventListener('dw-plugins-changed', () => void this.#loadPlugins());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.#session, 'change', () => {
      // What is on the page was shown to somebody else.
      if (this.#session.isSomebodyElse) location.reload();
      this.requestUpdate();
      this.#followLive();
      if (this.#session.state === 'signed-in') {
        void this.#learnInfoTypes();
        void this.#learnWorkspaces();
      }
    });
    this.listen(this.#workspaces, 'change', () => {
      this.requestUpdate();
      this.#followLive();
    });
    this.listen(this.#registry, 'change', () => this.requestUpdate());
    this.listen(window, 'popstate', () => this.#arrive());
    this.listen(window, 'offline', () => {
      this.isOffline = true;
    });
    this.listen(window, 'online', () => {
      this.isOffline = false;
    });
    this.onDisconnect(this.#live.follow('plugins', () => void this.#loadPlugins()));
    this.onDisconnect(this.#live.follow('session', () => void this.#session.refresh(this.#api)));
    this.onDisconnect(() => this.#live.stop());
    this.listen(this, 'keydown', (event) => {
      if (event instanceof KeyboardEvent && event.key === 'Escape') this.isDrawerOpen = false;
    });
    this.onDisconnect(interceptLinks(this, (path) => this.#navigate(path)));
    void Promise.all([this.#loadSession(), this.#loadPlugins()]);
  }

  #followLive(): void {
    const { state, signedIn } = this.#session;
    const principal = state === 'signed-in' ? (signedIn?.principal.id ?? null) : null;
    followLive(this.#live, { principal, workspace: this.#workspaces.key });
  }

  async #loadSession(): Promise<void> {
    await this.#session.load(this.#api);
    if (this.#workspaces.key === null || !isClosed(this.#session.refusal)) return;
    await this.#leaveClosed();
  }

  async #learnWorkspaces(): Promise<void> {
    if (await this.#workspaces.load(this.#api)) return;
    await this.#leaveClosed();
  }

  /** The workspace that was chosen is not there any more, not for whoever is signed in, or suspended. */
  async #leaveClosed(): Promise<void> {
    const key = this.#workspaces.key ?? '';
    this.#workspaces.forget();
    this.#notices.show({ tone: 'warning', message: `You cannot work in the workspace ${key}.` });
    await Promise.all([this.#session.load(this.#api), this.#loadPlugins()]);
  }

  readonly #enterWorkspace = async ({ detail }: CustomEvent<string>): Promise<void> => {
    await attempt(this.#context, () => this.#workspaces.enter(this.#api, detail));
    // Refused, the choice shows what still holds.
    this.requestUpdate();
  };

  async #loadPlugins(): Promise<void> {
    try {
      await this.#registry.load(this.#api);
    } catch (error) {
      // The pages themselves say when the server does not answer; the navigation keeps what it knew.
      if (!(error instanceof ProblemError)) throw error;
    } finally {
      this.knowsPages = true;
    }
  }

  /** Titles of the types that plugins and people brought. Where none are to be had, their ids are written out. */
  async #learnInfoTypes(): Promise<void> {
    if (!this.#session.may('catalog:read')) return;
    try {
      this.#context.infoTypes.learn(
        await this.#api.all<{ readonly id: string; readonly title: string }>('/info-types'),
      );
    } catch (error) {
      // Without a catalog there is no such list.
      if (!(error instanceof ProblemError)) throw error;
    }
  }

  #navigate(path: string, options: NavigateOptions = {}): void {
    const target = new URL(path, location.href);
    this.#workspaces.mark(target);
    const address = target.pathname + target.search + target.hash;
    if (address === location.pathname + location.search + location.hash) return;
    if (options.replace) history.replaceState(history.state, '', address);
    else {
      history.replaceState({ ...history.state, scroll: scrollY }, '');
      const isOtherPage = target.pathname !== location.pathname;
      history.pushState({}, '', address);
      if (isOtherPage) scrollTo(0, 0);
    }
    this.#arrive();
  }

  #arrive(): void {
    this.isDrawerOpen = false;
    this.requestUpdate();
  }

  async #signIn(work: () => Promise<void>): Promise<void> {
    this.isSigningIn = true;
    this.signInProblem = null;
    try {
      await work();
      this.#failedElsewhere = '';
      await this.#loadPlugins();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.signInProblem = error;
    } finally {
      this.isSigningIn = false;
    }
  }

  readonly #withPassword = ({ detail }: CustomEvent<Credentials>): void =>
    void this.#signIn(() => this.#session.signIn(this.#api, detail));

  readonly #withPasskey = ({ detail }: CustomEvent<PasskeyAnswer>): void =>
    void this.#signIn(() => this.#session.signInWithPasskey(this.#api, detail));

  async #signOut(): Promise<void> {
    try {
      await this.#session.signOut(this.#api);
      this.#workspaces.forget();
      this.#context.drafts.clearAll();
    } catch (error) {
      this.#notices.show({
        tone: 'danger',
        message: error instanceof ProblemError ? error.message : 'Signing out failed.',
      });
    }
  }

  override render(): unknown {
    const signIn = (bare: boolean): unknown =>
      html`<shell-sign-in ?bare=${bare} .problem=${this.signInProblem} .busy=${this.isSigningIn} .failedElsewhere=${this.#failedElsewhere}
        @dw-sign-in=${this.#withPassword} @dw-sign-in-passkey=${this.#withPasskey}></shell-sign-in>`;
    const alone = matchPage(this.#registry.pages, location.pathname);
    if (alone?.page.permission === 'public') return this.#alone(alone);
    switch (this.#session.state) {
      case 'unknown':
        return html`<div class="waiting"><span class="visually-hidden" role="status">Loading</span></div>`;
      case 'unreachable':
        return html`<div class="waiting"><dw-empty icon="cloud-off" heading="The server does not answer">
          Check that DataWave is running.<dw-button slot="actions" icon="refresh" @click=${() => void Promise.all([this.#loadSession(), this.#loadPlugins()])}>Try again</dw-button></dw-empty></div>`;
      case 'signed-out':
        if (!this.knowsPages) return nothing;
        document.title = 'Sign in · DataWave';
        return signIn(false);
      case 'signed-in':
      case 'expired': {
        // One template for both, so that what is on the page outlives the end of the session.
        const isExpired = this.#session.state === 'expired';
        return html`${this.#frame()}${
          isExpired
            ? html`<dw-dialog heading="Your session has ended" .open=${live(true)} @close=${() => this.requestUpdate()}>
                <p class="muted">Sign in again to go on. What is on the page is kept.</p>${signIn(true)}</dw-dialog>`
            : nothing
        }`;
      }
    }
  }

  /** A page that asks for no sign-in, with nothing around it. */
  #alone({ page, params }: Match<RegisteredPage>): unknown {
    const place = { path: location.pathname, params, query: new URLSearchParams(location.search) };
    return html`<main class="alone" id="main"><shell-page-host .registered=${page} .location=${place}></shell-page-host></main>${this.#notices}`;
  }

  #frame(): unknown {
    const pages = this.#registry.pages;
    const visible = pages.filter((page) => this.#context.may(page.permission));
    const path = location.pathname;
    const match = matchPage(visible, path);
    const place = { path, params: match?.params ?? {}, query: new URLSearchParams(location.search) };
    return html`
      <div class="frame ${this.isDrawerOpen ? 'open' : ''}">
        <a class="skip" href="#main" @click=${this.#skip}>Skip to content</a>
        <aside id="drawer" aria-label="Navigation">
          <a class="brand" href="/"><img src="/favicon.svg" alt="" width="24" height="24">DataWave</a>
          <shell-workspace-switcher .workspaces=${this.#workspaces.workspaces} .current=${this.#workspaces.key} @dw-enter-workspace=${this.#enterWorkspace}></shell-workspace-switcher>
          <shell-side-nav .pages=${visible} .path=${path}></shell-side-nav>
        </aside>
        <button class="shade" type="button" aria-label="Close navigation" @click=${() => {
          this.isDrawerOpen = false;
        }}></button>
        <div class="page">
          <header class="bar">
            <dw-button class="menu" variant="quiet" icon="menu" label="Navigation" .expanded=${this.isDrawerOpen ? 'true' : 'false'} @click=${this.#openDrawer}></dw-button>
            <dw-slot name="frame.search"></dw-slot>
            <shell-user-menu class="end" .hasAccountPage=${pages.some((page) => page.path === '/account')} .name=${this.#session.signedIn?.principal.displayName ?? ''}></shell-user-menu>
          </header>
          ${this.isOffline ? html`<div class="lost" role="status">This computer is offline. What you see may be old.</div>` : nothing}
          <shell-live-banner></shell-live-banner>
          <main id="main" tabindex="-1"><shell-page-host .registered=${match?.page ?? null} .location=${place}></shell-page-host></main>
        </div>
      </div>
      ${this.#notices}${this.#stepUp}
      <div class="visually-hidden" aria-live="polite">${this.announcement}</div>`;
  }

  readonly #skip = (event: Event): void => {
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('main')?.focus();
  };

  readonly #openDrawer = async (): Promise<void> => {
    this.isDrawerOpen = !this.isDrawerOpen;
    await this.updateComplete;
    if (this.isDrawerOpen)
      this.renderRoot
        .querySelector('shell-side-nav')
        ?.shadowRoot?.querySelector<HTMLElement>('a[aria-current]')
        ?.focus();
  };
}
