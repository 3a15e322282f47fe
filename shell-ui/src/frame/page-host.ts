import {
  baseStyles,
  DataWaveElement,
  type DwBoundary,
  type DwPageHeader,
  type PageLocation,
} from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { RegisteredPage } from '../plugin-registry.ts';

/** Shows one page in its boundary, gives it its `page` property and moves the focus to its title after a navigation. */
export class ShellPageHost extends DataWaveElement {
  static override properties = { registered: { attribute: false }, location: { attribute: false } };
  declare registered: RegisteredPage | null;
  declare location: PageLocation;
  #isFirst = true;
  #focused = '';

  static override styles = [baseStyles, css`:host { display: block; }`];

  constructor() {
    super();
    this.registered = null;
    this.location = { path: '/', params: {}, query: new URLSearchParams() };
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

  async #shown(event: Event): Promise<void> {
    const boundary = this.renderRoot.querySelector<DwBoundary>('dw-boundary');
    if (event.composedPath()[0] !== boundary || boundary === null || this.#focused === this.location.path)
      return;
    this.#focused = this.location.path;
    if (this.#isFirst) {
      // On the first visit the browser's own focus and any deep link stand.
      this.#isFirst = false;
      return;
    }
    const { content } = boundary;
    if (content instanceof DataWaveElement) await content.updateComplete;
    const header = content?.shadowRoot?.querySelector<DwPageHeader>('dw-page-header');
    if (header) {
      await header.updateComplete;
      header.focusHeading();
    }
    this.shell.announce(document.title);
  }
}
