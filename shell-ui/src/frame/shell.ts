import {
  baseStyles,
  DataWaveElement,
  type PasskeyAnswer,
  ProblemError,
  ShellContextRequest,
  t,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { foldSide, followAppearance, isSideFolded } from '../appearance.ts';
import { followPluginFaults, guardDocumentStyles } from '../element-guard.ts';
import { FreshVersion } from '../offline/fresh-version.ts';
import type { RegisteredPage } from '../plugin-registry.ts';
import { rememberPage } from '../recent-pages.ts';
import type { Match } from '../router.ts';
import type { Credentials } from '../session.ts';
import { ShellModel } from '../shell-model.ts';
import { takeFailedSignIn } from '../sign-in-return.ts';
import { frameView } from './frame-view.ts';
import { interceptLinks } from './intercept-links.ts';
import { ShellNotices } from './notices.ts';
import { ShellOverlays } from './overlays.ts';
import { shellStyles } from './shell-styles.ts';
import { followShortcuts } from './shortcuts.ts';
import { ShellStepUp } from './step-up.ts';

/** By then the first page has what it needs. */
const PREPARE_MS = 3_000;

/** The frame: shows the sign-in or the page that is open, and answers every element in it that asks for the shell. */
export class DwShell extends DataWaveElement {
  static override properties = {
    isDrawerOpen: { state: true },
    isFolded: { state: true },
    signInProblem: { state: true },
    isSigningIn: { state: true },
    announcement: { state: true },
  };
  declare isDrawerOpen: boolean;
  /** The navigation shows icons alone, where there is room for more. */
  declare isFolded: boolean;
  declare signInProblem: ProblemError | null;
  declare isSigningIn: boolean;
  declare announcement: string;
  static override styles = [baseStyles, shellStyles];

  readonly #notices = new ShellNotices();
  /** Code of a sign-in at a provider that has failed just now. */
  #failedElsewhere = takeFailedSignIn() ?? '';
  readonly #stepUp = new ShellStepUp((credentials) =>
    this.#model.session.signIn(this.#model.api, credentials),
  );
  readonly #model = new ShellModel({
    notify: (notice) => this.#notices.show(notice),
    announce: (message) => {
      this.announcement = message;
    },
    proveAnew: () => this.#stepUp.prove(),
  });
  readonly #overlays = new ShellOverlays(this, this.#model);
  readonly #fresh = new FreshVersion(() => this.requestUpdate());

  constructor() {
    super();
    this.isDrawerOpen = false;
    this.isFolded = isSideFolded();
    this.signInProblem = null;
    this.isSigningIn = false;
    this.announcement = '';
    this.addEventListener(ShellContextRequest.type, (event) => {
      if (!(event instanceof ShellContextRequest)) return;
      event.stopPropagation();
      event.provide(this.#model.context);
    });
    this.addEventListener('dw-heading', (event) => {
      const [header] = event.composedPath();
      if (header instanceof HTMLElement && 'heading' in header) this.#entitle(String(header.heading));
    });
    this.addEventListener('dw-sign-out', () => void this.#model.signOut());
    this.addEventListener('dw-plugins-changed', () => void this.#model.pluginsChanged());
    this.addEventListener('dw-folded', () => {
      this.isFolded = isSideFolded();
    });
    this.addEventListener('dw-palette', () => void this.#overlays.openPalette());
    this.addEventListener('dw-shortcuts', () => void this.#overlays.openShortcuts());
    this.addEventListener('dw-preload', (event) => {
      if (event instanceof CustomEvent) this.#model.registry.preload(String(event.detail));
    });
    this.addEventListener('dw-retry-plugin', (event) => {
      if (event instanceof CustomEvent) this.#model.registry.forget(String(event.detail));
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { lifetime } = this;
    this.listen(this.#model, 'change', () => this.requestUpdate());
    this.listen(this.#model, 'arrive', () => this.#arrive());
    this.listen(this.#model, 'shortcuts', () => void this.#overlays.openShortcuts());
    this.listen(window, 'offline', () => this.#model.connection.saw(false));
    this.listen(window, 'online', () => void this.#model.connection.retry());
    // What is below an open drawer has no focus, and hears no key.
    this.listen(window, 'keydown', (event) => {
      if (event instanceof KeyboardEvent && event.key === 'Escape' && this.isDrawerOpen)
        void this.#closeDrawer();
    });
    this.onDisconnect(
      followAppearance(() => {
        this.isFolded = isSideFolded();
        this.requestUpdate();
      }),
    );
    this.onDisconnect(interceptLinks(this, (path) => this.#model.history.go(path)));
    followShortcuts(lifetime, {
      palette: () => this.#isInside() && void this.#overlays.openPalette(),
      help: () => this.#isInside() && void this.#overlays.openShortcuts(),
      fold: () => this.#fold(),
    });
    guardDocumentStyles((plugin) =>
      this.#faulty(plugin, t('It tried to style the whole page, which was undone.')),
    );
    followPluginFaults(lifetime, (plugin, error) =>
      this.#faulty(plugin, error instanceof Error ? error.message : String(error)),
    );
    this.#fresh.start(lifetime);
    const prepare = setTimeout(() => this.#overlays.prepare(), PREPARE_MS);
    this.onDisconnect(() => clearTimeout(prepare));
    this.#model.start(lifetime);
  }

  #faulty(plugin: string | null, fault: string): void {
    const message =
      plugin === null
        ? t('Something in a plugin went wrong: {fault}', { fault })
        : t('Something in the plugin “{plugin}” went wrong: {fault}', { plugin, fault });
    this.#model.context.notify({ tone: 'warning', message });
  }

  #isInside(): boolean {
    return this.#model.session.state === 'signed-in';
  }

  #entitle(heading: string): void {
    document.title = `${heading} · DataWave`;
    const match = this.#model.match();
    if (match !== null && match.page.path !== '/') rememberPage({ title: heading, href: location.pathname });
  }

  #arrive(): void {
    this.isDrawerOpen = false;
    this.#overlays.close();
    this.requestUpdate();
  }

  #fold(): void {
    this.isFolded = !this.isFolded;
    foldSide(this.isFolded);
  }

  async #signIn(work: () => Promise<void>): Promise<void> {
    this.isSigningIn = true;
    this.signInProblem = null;
    try {
      await this.#model.signIn(work);
      this.#failedElsewhere = '';
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.signInProblem = error;
    } finally {
      this.isSigningIn = false;
    }
  }

  readonly #withPassword = ({ detail }: CustomEvent<Credentials>): void =>
    void this.#signIn(() => this.#model.session.signIn(this.#model.api, detail));

  readonly #withPasskey = ({ detail }: CustomEvent<PasskeyAnswer>): void =>
    void this.#signIn(() => this.#model.session.signInWithPasskey(this.#model.api, detail));

  override render(): unknown {
    const signIn = (bare: boolean): unknown =>
      html`<shell-sign-in ?bare=${bare} .problem=${this.signInProblem} .busy=${this.isSigningIn} .failedElsewhere=${this.#failedElsewhere}
        @dw-sign-in=${this.#withPassword} @dw-sign-in-passkey=${this.#withPasskey}></shell-sign-in>`;
    const match = this.#model.match();
    if (match?.page.permission === 'public') return this.#alone(match);
    const { session } = this.#model;
    switch (session.state) {
      case 'unknown':
        return html`<div class="waiting"><span class="visually-hidden" role="status">${t('Loading')}</span></div>`;
      case 'unreachable':
        return html`<div class="waiting"><dw-empty icon="cloud-off" heading=${t('The server does not answer')}>
          ${t('Check that DataWave is running. This page goes on by itself once it does.')}<dw-button slot="actions" icon="refresh" @click=${() => void this.#model.load()}>${t('Try again')}</dw-button></dw-empty></div>`;
      case 'signed-out':
        if (!this.#model.knowsPages) return nothing;
        document.title = `${t('Sign in')} · DataWave`;
        return signIn(false);
      case 'signed-in':
      case 'expired': {
        // One template for both, so that what is on the page outlives the end of the session.
        const isExpired = session.state === 'expired';
        return html`${this.#frame()}${
          isExpired
            ? html`<dw-dialog heading=${t('Your session has ended')} .open=${live(true)} @close=${() => this.requestUpdate()}>
                <p class="muted">${t('Sign in again to go on. What is on the page is kept.')}</p>${signIn(true)}</dw-dialog>`
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
    return html`${frameView({
      model: this.#model,
      isDrawerOpen: this.isDrawerOpen,
      isFolded: this.isFolded,
      isFresh: this.#fresh.isReady,
      skip: this.#skip,
      openDrawer: this.#openDrawer,
      closeDrawer: () => void this.#closeDrawer(),
      fold: () => this.#fold(),
      takeFresh: () => this.#fresh.take(),
    })}
      ${this.#notices}${this.#stepUp}${this.#overlays.view()}
      <div class="visually-hidden" aria-live="polite">${this.announcement}</div>`;
  }

  readonly #skip = (event: Event): void => {
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('main')?.focus();
  };

  readonly #openDrawer = async (): Promise<void> => {
    this.isDrawerOpen = true;
    await this.updateComplete;
    const side = this.renderRoot.querySelector('shell-side-nav')?.shadowRoot;
    (side?.querySelector<HTMLElement>('a[aria-current]') ?? side?.querySelector('a'))?.focus();
  };

  async #closeDrawer(): Promise<void> {
    this.isDrawerOpen = false;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.menu')?.focus();
  }
}
