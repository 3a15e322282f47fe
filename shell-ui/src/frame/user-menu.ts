import { baseStyles, DataWaveElement } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { chooseTheme, currentTheme, type Theme } from '../theme.ts';

const THEMES: readonly { readonly theme: Theme; readonly icon: string; readonly title: string }[] = [
  { theme: 'system', icon: 'system', title: 'As the system' },
  { theme: 'light', icon: 'sun', title: 'Light' },
  { theme: 'dark', icon: 'moon', title: 'Dark' },
];

/** Who is signed in, the theme and the way out. Fires `dw-sign-out`. */
export class ShellUserMenu extends DataWaveElement {
  static override properties = {
    name: { type: String },
    hasAccountPage: { type: Boolean },
    isOpen: { state: true },
  };
  declare name: string;
  /** Whether a plugin brings the page of one's own account. */
  declare hasAccountPage: boolean;
  declare isOpen: boolean;

  static override styles = [
    baseStyles,
    css`
      :host { position: relative; display: block; }
      .trigger { display: flex; align-items: center; gap: var(--dw-space-2); min-height: var(--dw-control); padding: 0.25rem 0.5rem; border: 0; border-radius: var(--dw-radius); background: none; color: var(--dw-text); font: inherit; font-weight: 500; cursor: pointer; }
      .trigger:hover { background: var(--dw-surface-3); }
      .avatar { display: grid; place-items: center; width: 1.625rem; height: 1.625rem; border-radius: 50%; background: var(--dw-accent-soft); color: var(--dw-accent-text); font-size: var(--dw-font-size-xs); font-weight: 650; }
      .avatar::before { content: attr(data-initial) / ''; }
      .panel { position: absolute; inset: calc(100% + 0.375rem) 0 auto auto; z-index: 30; display: grid; gap: var(--dw-space-3); min-width: 15rem; padding: var(--dw-space-3); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); box-shadow: var(--dw-shadow-l); }
      .panel[hidden] { display: none; }
      .label { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); padding-inline: var(--dw-space-1); }
      .themes { display: grid; grid-template-columns: repeat(3, 1fr); gap: 2px; margin-top: var(--dw-space-1); padding: 2px; border-radius: var(--dw-radius); background: var(--dw-surface-2); }
      .themes button { display: grid; place-items: center; min-height: 1.875rem; border: 0; border-radius: 5px; background: none; color: var(--dw-text-muted); cursor: pointer; font: inherit; }
      .themes button:hover { color: var(--dw-text); }
      .themes button[aria-pressed='true'] { background: var(--dw-surface); color: var(--dw-text); box-shadow: var(--dw-shadow); }
      .entries { display: grid; }
      .entry { display: flex; align-items: center; gap: var(--dw-space-3); min-height: var(--dw-control); padding: 0 var(--dw-space-2); border: 0; border-radius: var(--dw-radius); background: none; color: var(--dw-text); font: inherit; cursor: pointer; }
      .entry:hover { background: var(--dw-surface-2); text-decoration: none; }
      @media (max-width: 640px) { .name { display: none; } }
    `,
  ];

  constructor() {
    super();
    this.name = '';
    this.hasAccountPage = false;
    this.isOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'click', (event) => {
      if (!event.composedPath().includes(this)) this.isOpen = false;
    });
    this.listen(this, 'keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== 'Escape' || !this.isOpen) return;
      this.isOpen = false;
      this.renderRoot.querySelector<HTMLElement>('.trigger')?.focus();
    });
  }

  #choose(theme: Theme): void {
    chooseTheme(theme);
    this.requestUpdate();
  }

  readonly #close = (): void => {
    this.isOpen = false;
  };

  override render(): unknown {
    const chosen = currentTheme();
    return html`<button class="trigger" type="button" aria-expanded=${this.isOpen} aria-controls="menu" aria-label="Account of ${this.name}" @click=${() => {
      this.isOpen = !this.isOpen;
    }}>
        <span class="avatar" data-initial=${this.name.charAt(0).toUpperCase()}></span><span class="name">${this.name}</span><dw-icon name="chevron-down"></dw-icon></button>
      <div class="panel" id="menu" ?hidden=${!this.isOpen}>
        <div><span class="label" id="theme">Theme</span>
          <div class="themes" role="group" aria-labelledby="theme">${THEMES.map(
            (entry) => html`
            <button type="button" aria-pressed=${entry.theme === chosen} aria-label=${entry.title} title=${entry.title} @click=${() => this.#choose(entry.theme)}><dw-icon name=${entry.icon}></dw-icon></button>`,
          )}</div></div>
        <div class="entries">
          ${this.hasAccountPage ? html`<a class="entry" href="/account" @click=${this.#close}><dw-icon name="user"></dw-icon>Your account</a>` : nothing}
          <button class="entry" type="button" @click=${() => this.dispatchEvent(new Event('dw-sign-out', { bubbles: true, composed: true }))}><dw-icon name="sign-out"></dw-icon>Sign out</button></div>
      </div>`;
  }
}
