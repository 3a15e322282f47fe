import { baseStyles, DataWaveElement, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { RegisteredPage } from '../plugin-registry.ts';
import {
  type NavigationEntry,
  type NavigationGroup,
  type NavigationPart,
  navigationOf,
} from './navigation.ts';

const groupTitle = (group: NavigationGroup): string | null => {
  switch (group) {
    case 'top':
      return null;
    case 'discover':
      return t('Discover');
    case 'govern':
      return t('Govern');
    case 'administer':
      return t('Administer');
    case 'more':
      return t('More');
  }
};

/**
 * The pages that plugins bring, as the main navigation. Folded it shows their icons alone. Fires `dw-preload` with the path of a page
 * that somebody is about to open.
 */
export class ShellSideNav extends DataWaveElement {
  static override properties = {
    pages: { attribute: false },
    path: { type: String },
    folded: { type: Boolean, reflect: true },
  };
  declare pages: readonly RegisteredPage[];
  declare path: string;
  declare folded: boolean;

  static override styles = [
    baseStyles,
    css`
      :host { display: block; }
      section + section { margin-block-start: var(--dw-space-4); }
      h2 { margin: 0; padding: 0 0.625rem var(--dw-space-1); color: var(--dw-text-muted); font-size: var(--dw-font-size-xs); font-weight: 560; letter-spacing: 0.01em; }
      ul { display: grid; gap: 1px; margin: 0; padding: 0; list-style: none; }
      a { display: flex; align-items: center; gap: 0.6875rem; min-height: 2.125rem; padding: 0.25rem 0.625rem; border-radius: var(--dw-radius); color: var(--dw-text-muted); font-weight: 500; transition: background var(--dw-speed), color var(--dw-speed); }
      a:hover { background: var(--dw-surface-3); color: var(--dw-text); text-decoration: none; }
      a[aria-current] { background: var(--dw-accent-soft); color: var(--dw-accent-text); font-weight: 570; }
      a.section { background: none; }
      .name { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      ul ul { margin-block: 1px 2px; margin-inline-start: 1.0625rem; padding-inline-start: 0.5rem; border-inline-start: 1px solid var(--dw-border); }
      ul ul a { min-height: 1.875rem; font-size: var(--dw-font-size-s); }
      @media (min-width: 861px) {
        :host([folded]) a { justify-content: center; padding-inline: 0; }
        :host([folded]) .name { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        :host([folded]) :is(h2, ul ul) { display: none; }
        :host([folded]) section + section { margin-block-start: var(--dw-space-2); padding-block-start: var(--dw-space-2); border-block-start: 1px solid var(--dw-border); }
      }
      @media (max-width: 860px) { a { min-height: 2.75rem; font-size: var(--dw-font-size-md); } ul ul a { min-height: 2.5rem; } }
    `,
  ];

  constructor() {
    super();
    this.pages = [];
    this.path = '/';
    this.folded = false;
    for (const type of ['pointerover', 'focusin'] as const)
      this.addEventListener(type, (event) => this.#expect(event));
  }

  #expect(event: Event): void {
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
    if (link instanceof HTMLAnchorElement)
      this.dispatchEvent(
        new CustomEvent('dw-preload', { detail: link.pathname, bubbles: true, composed: true }),
      );
  }

  override render(): unknown {
    return html`<nav aria-label=${t('Main')}>${navigationOf(this.pages, this.path).map((part) => this.#part(part))}</nav>`;
  }

  #part({ group, entries }: NavigationPart): unknown {
    const title = groupTitle(group);
    return html`<section aria-labelledby=${title === null ? nothing : group}>
      ${title === null ? nothing : html`<h2 id=${group}>${title}</h2>`}
      <ul role="list">${entries.map((entry) => this.#entry(entry))}</ul></section>`;
  }

  #entry({ page, isCurrent, isHere, below }: NavigationEntry): unknown {
    // Where one of the pages below is open, that one is marked.
    const isMarked = isCurrent && !below.some((sub) => sub.isHere);
    const title = t(page.title);
    return html`<li><a href=${page.path} class=${isCurrent && !isMarked ? 'section' : ''} aria-current=${isMarked ? (isHere ? 'page' : 'true') : nothing}
        title=${this.folded ? title : nothing}><dw-icon name=${page.icon ?? 'file'}></dw-icon><span class="name">${title}</span></a>
      ${
        below.length === 0
          ? nothing
          : html`<ul role="list">${below.map((sub) => html`<li><a href=${sub.page.path} aria-current=${sub.isHere ? 'page' : nothing}><span class="name">${t(sub.page.title)}</span></a></li>`)}</ul>`
      }</li>`;
  }
}
