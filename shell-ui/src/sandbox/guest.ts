import {
  ApiClient,
  Drafts,
  defineDesignSystem,
  direction,
  InfoTypeTitles,
  loadElement,
  NoticeLog,
  type ShellContext,
  ShellContextRequest,
  useLanguage,
} from '@datawave/plugin-sdk/ui';
import { guestFetch } from './guest-fetch.ts';
import { GuestLive } from './guest-live.ts';
import type { FromGuest, FromShell, Surroundings } from './messages.ts';
import '../shell.css';
import './guest.css';

/** The framed element together with what it is lent. */
class Guest {
  readonly #port: MessagePort;
  readonly #requests;
  readonly #live: GuestLive;
  readonly #infoTypes = new InfoTypeTitles();
  #permissions: readonly string[] = [];
  #element: HTMLElement | null = null;

  constructor(port: MessagePort) {
    this.#port = port;
    const send = (message: FromGuest): void => port.postMessage(message);
    this.#requests = guestFetch(send);
    this.#live = new GuestLive(send);
    // The document has no network of its own: what the client of the API sends goes through the shell.
    globalThis.fetch = (input, init) => this.#requests.fetch(input, init);
    const context = this.#context(send);
    document.addEventListener(ShellContextRequest.type, (event) => {
      if (event instanceof ShellContextRequest) event.provide(context);
    });
    document.addEventListener('dw-element-failure', (event) =>
      send({ type: 'failed', message: messageOf(Reflect.get(event, 'error')) }),
    );
    port.onmessage = ({ data }: MessageEvent<FromShell>) => void this.#take(data);
  }

  #context(send: (message: FromGuest) => void): ShellContext {
    return {
      api: new ApiClient({ csrfToken: () => null, onUnauthenticated: () => undefined }),
      live: this.#live,
      notices: new NoticeLog(),
      infoTypes: this.#infoTypes,
      // An origin of its own keeps nothing.
      drafts: new Drafts({ storage: () => null, owner: () => null, path: () => '/' }),
      navigate: (path, options) => send({ type: 'navigate', path, replace: options?.replace === true }),
      announce: (text) => send({ type: 'announce', text }),
      notify: ({ message, tone }) => send({ type: 'notify', text: message, tone }),
      may: (permission) => this.#permissions.includes('*') || this.#permissions.includes(permission),
      slots: () => [],
      create: () => Promise.reject(new Error('A framed element holds no elements of other plugins.')),
      onPluginsChange: () => () => undefined,
    };
  }

  async #take(message: FromShell): Promise<void> {
    switch (message.type) {
      case 'values':
        if (this.#element !== null) Object.assign(this.#element, revived(message.values));
        return;
      case 'surroundings':
        return this.#surround(message.surroundings);
      case 'changed':
        return this.#live.told(message.topic);
      case 'live':
        return this.#live.become(message.state);
      case 'focus':
        return this.#focus();
      case 'ping':
        return this.#port.postMessage({ type: 'pong' } satisfies FromGuest);
      default:
        this.#requests.take(message);
    }
  }

  async show(message: Extract<FromShell, { readonly type: 'show' }>): Promise<void> {
    this.#surround(message.surroundings);
    try {
      await import(/* @vite-ignore */ message.module);
      await loadElement(message.element);
      const made = customElements.get(message.element);
      if (made === undefined)
        throw new Error(`Its module does not define <${message.element}>, although its manifest says so.`);
      const element = new made();
      Object.assign(element, revived(message.values));
      this.#element = element;
      document.body.classList.toggle('page', message.isPage);
      document.body.replaceChildren(element);
      if (!message.isPage) this.#followHeight(element);
      this.#port.postMessage({ type: 'shown' } satisfies FromGuest);
    } catch (error) {
      this.#port.postMessage({ type: 'failed', message: messageOf(error) } satisfies FromGuest);
    }
  }

  #followHeight(element: HTMLElement): void {
    const tell = (): void => {
      const pixels = element.hidden ? 0 : Math.ceil(document.body.scrollHeight);
      this.#port.postMessage({ type: 'height', pixels } satisfies FromGuest);
    };
    new ResizeObserver(tell).observe(document.body);
    new MutationObserver(tell).observe(element, { attributeFilter: ['hidden'] });
  }

  #surround({ language, messages, theme, density, permissions, infoTypes }: Surroundings): void {
    const root = document.documentElement;
    this.#permissions = permissions;
    this.#infoTypes.learn(infoTypes);
    useLanguage(language, messages);
    root.lang = language;
    root.dir = direction(language);
    for (const [name, value] of [
      ['theme', theme],
      ['density', density],
    ] as const)
      if (value === null) delete root.dataset[name];
      else root.dataset[name] = value;
    if (this.#element !== null && 'requestUpdate' in this.#element)
      (this.#element as HTMLElement & { requestUpdate(): void }).requestUpdate();
  }

  #focus(): void {
    const heading = this.#element?.shadowRoot?.querySelector('dw-page-header');
    if (heading !== null && heading !== undefined && 'focusHeading' in heading)
      (heading as HTMLElement & { focusHeading(): void }).focusHeading();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function revived(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) =>
      typeof value === 'object' && value !== null && 'query' in value
        ? [name, { ...value, query: new URLSearchParams(String(value.query)) }]
        : [name, value],
    ),
  );
}

/** Pages of the shell are the shell's to open; every other link stays closed. */
function interceptLinks(navigate: (path: string) => void): void {
  document.addEventListener('click', (event) => {
    const link = event
      .composedPath()
      .find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement);
    if (link === undefined || event.defaultPrevented) return;
    event.preventDefault();
    const path = link.getAttribute('href') ?? '';
    if (path.startsWith('/')) navigate(path);
  });
}

/** Keys of the frame around that work from anywhere. */
function followKeys(palette: () => void): void {
  addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
    event.preventDefault();
    palette();
  });
}

defineDesignSystem();
addEventListener(
  'message',
  (event: MessageEvent<FromShell>) => {
    const [port] = event.ports;
    if (event.source !== parent || port === undefined || event.data.type !== 'show') return;
    const guest = new Guest(port);
    interceptLinks((path) => port.postMessage({ type: 'navigate', path, replace: false }));
    followKeys(() => port.postMessage({ type: 'palette' }));
    void guest.show(event.data);
  },
  { once: true },
);
