import { css, html, LitElement, nothing } from 'lit';
import { t } from '../i18n/translate.ts';
import { baseStyles } from '../styles/base.ts';

/** One step of the way to a page. @public */
export interface Crumb {
  readonly title: string;
  readonly href: string;
}

/**
 * Title of a page with the way to it, a line below (`sub` slot) and its actions (`actions` slot).
 * The shell moves the focus here after a navigation and names the browser's tab after it (`dw-heading`).
 * @public
 */
export class DwPageHeader extends LitElement {
  static override properties = { heading: { type: String }, crumbs: { attribute: false } };
  declare heading: string;
  declare crumbs: readonly Crumb[];

  static override styles = [
    baseStyles,
    css`
      :host { display: block; margin-bottom: var(--dw-space-5); }
      nav ol { display: flex; flex-wrap: wrap; gap: 0.25rem; list-style: none; margin-bottom: var(--dw-space-2); font-size: var(--dw-font-size-s); color: var(--dw-text-muted); }
      nav a { color: var(--dw-text-muted); }
      nav li { display: inline-flex; align-items: center; gap: 0.25rem; min-width: 0; }
      nav dw-icon { opacity: 0.7; }
      .line { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--dw-space-3) var(--dw-space-5); }
      .title { min-width: 0; flex: 1 1 16rem; }
      h1 { overflow-wrap: anywhere; }
      .sub { margin-top: var(--dw-space-1); color: var(--dw-text-muted); }
      .actions { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); }
    `,
  ];

  constructor() {
    super();
    this.heading = '';
    this.crumbs = [];
  }

  /** Moves the focus to the title, so that a screen reader starts there. */
  focusHeading(): void {
    this.renderRoot.querySelector('h1')?.focus({ preventScroll: true });
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('heading'))
      this.dispatchEvent(new Event('dw-heading', { bubbles: true, composed: true }));
  }

  override render(): unknown {
    const crumbs =
      this.crumbs.length === 0
        ? nothing
        : html`<nav aria-label=${t('Breadcrumb')}><ol>
        ${this.crumbs.map((crumb) => html`<li><a href=${crumb.href}>${crumb.title}</a><dw-icon name="chevron-right"></dw-icon></li>`)}
      </ol></nav>`;
    return html`${crumbs}
      <div class="line">
        <div class="title"><h1 tabindex="-1">${this.heading}</h1><div class="sub"><slot name="sub"></slot></div></div>
        <div class="actions"><slot name="actions"></slot></div>
      </div>`;
  }
}
