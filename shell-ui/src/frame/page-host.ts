import {
  baseStyles,
  DataWaveElement,
  type DwBoundary,
  type DwPageHeader,
  type PageLocation,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { PageHistory } from '../page-history.ts';
import type { RegisteredPage } from '../plugin-registry.ts';
import { goOn } from './go-on.ts';

/**
 * Shows one page in its boundary and gives it its `page` property. After a navigation the focus moves to its title; after the browser's
 * Back the page goes on where it was left.
 */
export class ShellPageHost extends DataWaveElement {
  static override properties = {
    registered: { attribute: false },
    location: { attribute: false },
    history: { attribute: false },
  };
  declare registered: RegisteredPage | null;
  declare location: PageLocation;
  /** Null for a page that stands alone. */
  declare history: PageHistory | null;
  #isFirst = true;
  #shownPath = '';
  #entitled = '';

  static override styles = [baseStyles, css`:host { display: block; }`];

  constructor() {
    super();
    this.registered = null;
    this.location = { path: '/', params: {}, query: new URLSearchParams() };
    this.history = null;
    this.addEventListener('dw-shown', (event) => void this.#shown(event));
  }

  override render(): unknown {
    const page = this.registered;
    const plugin = page?.plugin ?? 'shell';
    const element = page?.element ?? 'shell-not-found-page';
    return html`${keyed(
      `${element} ${this.location.path}`,
      html`<dw-boundary .plugin=${plugin} .element=${element} .values=${{ page: this.location }}>
      <dw-loading slot="loading" lines="6"></dw-loading></dw-boundary>`,
    )}`;
  }

  override updated(): void {
    const { path } = this.location;
    if (path === this.#entitled) {
      // The same page in another state, a tab or a filter, after the browser's Back.
      const left = path === this.#shownPath ? (this.history?.takeRestore() ?? null) : null;
      if (left !== null) void goOn(this, left, this.lifetime);
      return;
    }
    this.#entitled = path;
    // Until the page says better, and where it cannot.
    if (this.registered !== null) document.title = `${t(this.registered.title)} · DataWave`;
  }

  async #shown(event: Event): Promise<void> {
    const boundary = this.renderRoot.querySelector<DwBoundary>('dw-boundary');
    const { path } = this.location;
    if (event.composedPath()[0] !== boundary || boundary === null || this.#shownPath === path) return;
    this.#shownPath = path;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    const left = this.history?.takeRestore() ?? null;
    const { content } = boundary;
    if (content instanceof DataWaveElement) await content.updateComplete;
    const framed = content !== null && isFramed(content) ? content : null;
    // Its own title stays in its own document.
    if (framed !== null && this.registered !== null)
      document.title = `${t(this.registered.title)} · DataWave`;
    if (left !== null && (await goOn(this, left, this.lifetime))) return;
    // On the first visit the browser's own focus and any deep link stand.
    if (isFirst || path !== this.location.path) return;
    framed?.focusContent();
    const header = content?.shadowRoot?.querySelector<DwPageHeader>('dw-page-header');
    if (header) {
      await header.updateComplete;
      header.focusHeading();
    }
    this.shell.announce(document.title);
  }
}

/** An element that is shown in a document of its own. */
const isFramed = (element: HTMLElement): element is HTMLElement & { focusContent(): void } =>
  'focusContent' in element && typeof element.focusContent === 'function';
