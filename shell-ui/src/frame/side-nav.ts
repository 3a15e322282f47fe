import { baseStyles, DataWaveElement } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { RegisteredPage } from '../plugin-registry.ts';

/** The pages that plugins bring, as the main navigation. */
export class ShellSideNav extends DataWaveElement {
  static override properties = { pages: { attribute: false }, path: { type: String } };
  declare pages: readonly RegisteredPage[];
  declare path: string;

  static override styles = [
    baseStyles,
    css`
      :host { display: block; }
      ul { display: grid; gap: 2px; }
      a { display: flex; align-items: center; gap: 0.6875rem; min-height: 2.125rem; padding: 0.25rem 0.625rem; border-radius: var(--dw-radius); color: var(--dw-text-muted); font-weight: 500; transition: background var(--dw-speed), color var(--dw-speed); }
      a:hover { background: var(--dw-surface-3); color: var(--dw-text); text-decoration: none; }
      a[aria-current] { background: var(--dw-accent-soft); color: var(--dw-accent-text); font-weight: 570; }
      @media (max-width: 860px) { a { min-height: 2.75rem; font-size: var(--dw-font-size-md); } }
    `,
  ];

  constructor() {
    super();
    this.pages = [];
    this.path = '/';
  }

  override render(): unknown {
    const listed = this.pages
      .filter((page) => page.order !== undefined)
      .sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
    const isCurrent = (page: RegisteredPage): boolean =>
      page.path === '/'
        ? this.path === '/'
        : this.path === page.path || this.path.startsWith(`${page.path}/`);
    return html`<nav aria-label="Main"><ul role="list">${listed.map(
      (page) => html`
      <li><a href=${page.path} aria-current=${isCurrent(page) ? 'page' : nothing}><dw-icon name=${page.icon ?? 'file'}></dw-icon>${page.title}</a></li>`,
    )}</ul></nav>`;
  }
}
