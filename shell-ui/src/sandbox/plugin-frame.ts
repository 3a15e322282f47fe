import { baseStyles, DataWaveElement, ElementFailure, language, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { isPagePath, type RequestRules } from './allowed-requests.ts';
import { GuestRequests } from './guest-requests.ts';
import { type FromGuest, type FromShell, readGuest, type Surroundings } from './messages.ts';

/** What is framed. */
export interface Framed {
  readonly plugin: string;
  /** What people call the plugin. */
  readonly pluginTitle: string;
  /** What people hear the frame called. */
  readonly title: string;
  readonly module: string;
  readonly element: string;
  readonly rules: RequestRules;
  /** Permission ids of whoever is signed in. */
  readonly permissions: () => readonly string[];
}

/** Messages within a second; whoever sends more is stopped. */
const MOST_MESSAGES = 500;
/** Between two looks whether the frame still answers. */
const LOOK_MS = 5_000;
/** Pixels that a frame which is no page may be high. */
const HIGHEST = 4_000;
const MOST_TOPICS = 20;

/**
 * An element of a plugin that is not trusted with the page: it runs in a sandboxed document of an origin of its own, has neither the
 * session nor the network, and reaches the shell by one channel alone. What it asks of the API is held to its manifest.
 */
export class ShellPluginFrame extends DataWaveElement {
  declare framed: Framed;
  #values: Readonly<Record<string, unknown>> = {};
  #port: MessagePort | null = null;
  #requests: GuestRequests | null = null;
  #loads = 0;
  #heard = 0;
  #isSilent = false;
  readonly #topics = new Map<string, () => void>();

  static override styles = [
    baseStyles,
    css`
      :host { display: block; min-width: 0; }
      iframe { display: block; inline-size: 100%; block-size: 6rem; border: 0; background: transparent; color-scheme: inherit; }
      .by { display: flex; align-items: center; gap: var(--dw-space-2); margin-block-end: var(--dw-space-3); }
      iframe.page { block-size: max(24rem, calc(100dvh - var(--shell-frame-top, 8rem) - var(--dw-space-5))); }
    `,
  ];

  /** Values for the element, as {@link DwBoundary} hands them over. */
  takeValues(values: Readonly<Record<string, unknown>>): void {
    this.#values = values;
    if (this.#port !== null) this.#send({ type: 'values', values: crossing(values) });
  }

  /** Moves the focus into the frame, to its first heading. */
  focusContent(): void {
    this.renderRoot.querySelector('iframe')?.focus();
    this.#send({ type: 'focus' });
  }

  get #isPage(): boolean {
    return 'page' in this.#values;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#loads = 0;
    this.onDisconnect(() => this.#close());
    const observer = new MutationObserver(() => void this.#tellSurroundings());
    observer.observe(document.documentElement, {
      attributeFilter: ['data-theme', 'data-density', 'lang', 'dir'],
    });
    this.onDisconnect(() => observer.disconnect());
    const timer = setInterval(() => this.#look(), LOOK_MS);
    this.onDisconnect(() => clearInterval(timer));
  }

  override render(): unknown {
    const { plugin, pluginTitle, title } = this.framed;
    const by = html`<h1 class="visually-hidden">${t(title)}</h1>
      <p class="by small muted"><dw-icon name="shield"></dw-icon> ${t('Shown by the plugin “{plugin}”, apart from the rest of the page.', { plugin: t(pluginTitle) })}</p>`;
    // Neither same-origin nor top navigation, popups, downloads, modals or pointer lock.
    return html`${this.#isPage ? by : nothing}<iframe class=${this.#isPage ? 'page' : ''} title=${title} sandbox="allow-scripts" referrerpolicy="no-referrer" allow="" src=${`/plugins/${plugin}/frame`} @load=${(
      event: Event,
    ) => void this.#loaded(event)}></iframe>`;
  }

  override updated(): void {
    const top = this.getBoundingClientRect().top + scrollY;
    this.style.setProperty('--shell-frame-top', `${Math.round(top)}px`);
  }

  async #loaded(event: Event): Promise<void> {
    this.#loads += 1;
    if (this.#loads > 1) this.#stop(t('It has left its place.'));
    const frame = event.currentTarget;
    if (this.#loads > 1 || !(frame instanceof HTMLIFrameElement)) return;
    const surroundings = await this.#surroundings();
    if (!this.isConnected || frame.contentWindow === null) return;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#requests = new GuestRequests(this.shell.api, this.framed.rules, (message) => this.#send(message));
    port1.onmessage = ({ data }) => this.#hear(data);
    const stop = this.shell.live.onStateChange((state) => this.#send({ type: 'live', state }));
    this.onDisconnect(stop);
    const { module, element } = this.framed;
    const show: FromShell = {
      ...{ type: 'show', module, element, surroundings, isPage: this.#isPage },
      values: crossing(this.#values),
    };
    // An origin of its own has no name that could be written here; the window is the one that was made above.
    frame.contentWindow.postMessage(show, '*', [port2]);
    this.#send({ type: 'live', state: this.shell.live.state });
  }

  async #surroundings(): Promise<Surroundings> {
    const { dataset } = document.documentElement;
    return {
      language: language(),
      messages: (await globalThis.datawaveMessages) ?? {},
      theme: dataset['theme'] ?? null,
      density: dataset['density'] ?? null,
      permissions: this.framed.permissions(),
      infoTypes: this.shell.infoTypes.learnt,
    };
  }

  async #tellSurroundings(): Promise<void> {
    const surroundings = await this.#surroundings();
    this.#send({ type: 'surroundings', surroundings });
  }

  #send(message: FromShell): void {
    this.#port?.postMessage(message);
  }

  #hear(data: unknown): void {
    this.#heard += 1;
    const isFlood = this.#heard > (MOST_MESSAGES * LOOK_MS) / 1000;
    if (isFlood) this.#stop(t('It sends more messages than can be taken.'));
    const message = isFlood ? null : readGuest(data);
    if (message !== null) this.#take(message);
  }

  #take(message: FromGuest): void {
    const { shell } = this;
    switch (message.type) {
      case 'shown':
        break;
      case 'failed':
        this.#stop(message.message);
        break;
      case 'request':
        void this.#requests?.take(message);
        break;
      case 'cancel':
        this.#requests?.cancel(message.id);
        break;
      case 'navigate':
        if (isPagePath(message.path)) shell.navigate(message.path, { replace: message.replace });
        break;
      case 'announce':
        shell.announce(message.text);
        break;
      case 'notify':
        shell.notify({ message: message.text, tone: toneOf(message.tone) });
        break;
      case 'height':
        this.#grow(message.pixels);
        break;
      case 'follow':
        this.#follow(message.topic);
        break;
      case 'unfollow':
        this.#topics.get(message.topic)?.();
        this.#topics.delete(message.topic);
        break;
      case 'palette':
        dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true }));
        break;
      case 'pong':
        this.#isSilent = false;
    }
  }

  #follow(topic: string): void {
    if (this.#topics.has(topic) || this.#topics.size >= MOST_TOPICS) return;
    this.#topics.set(
      topic,
      this.shell.live.follow(topic, () => this.#send({ type: 'changed', topic })),
    );
  }

  #grow(pixels: number): void {
    const frame = this.renderRoot.querySelector('iframe');
    if (frame === null || this.#isPage) return;
    frame.style.blockSize = `${Math.min(pixels, HIGHEST)}px`;
    this.hidden = pixels === 0;
  }

  /** Whether it still answers: a script that never ends would keep its place empty for ever. */
  #look(): void {
    this.#heard = 0;
    if (this.#port === null || document.visibilityState === 'hidden') return;
    if (this.#isSilent) {
      this.#stop(t('It does not answer any more.'));
      return;
    }
    this.#isSilent = true;
    this.#send({ type: 'ping' });
  }

  #stop(reason: string): void {
    if (this.#port === null && this.#loads <= 1) return;
    this.#close();
    this.dispatchEvent(new ElementFailure(new Error(reason)));
  }

  #close(): void {
    this.#requests?.stop();
    this.#requests = null;
    for (const unfollow of this.#topics.values()) unfollow();
    this.#topics.clear();
    this.#port?.close();
    this.#port = null;
    this.#isSilent = false;
  }
}

const TONES = ['neutral', 'info', 'success', 'warning', 'danger'] as const;
const toneOf = (tone: string | undefined): (typeof TONES)[number] =>
  TONES.find((known) => known === tone) ?? 'neutral';

/** Values as they may cross to another document: what a page is given has a query, which is written out. */
function crossing(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      try {
        const written =
          typeof value === 'object' && value !== null && 'query' in value
            ? { ...value, query: String(value.query) }
            : value;
        return [[name, structuredClone(written)]];
      } catch {
        // A function or a live object of the page: nothing that may be handed over.
        return [];
      }
    }),
  );
}
