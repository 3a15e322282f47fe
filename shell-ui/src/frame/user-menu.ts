import { baseStyles, DataWaveElement, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import {
  chooseDensity,
  chooseTheme,
  currentDensity,
  currentTheme,
  type Density,
  followAppearance,
  type Theme,
} from '../appearance.ts';

interface Choice<T> {
  readonly value: T;
  readonly icon: string;
  readonly title: string;
}

/** The themes, with their names in the language that is shown. */
export const themes = (): readonly Choice<Theme>[] => [
  { value: 'system', icon: 'system', title: t('Like the system') },
  { value: 'light', icon: 'sun', title: t('Light') },
  { value: 'dark', icon: 'moon', title: t('Dark') },
];

/** As {@link themes}. */
export const densities = (): readonly Choice<Density>[] => [
  { value: 'comfortable', icon: 'menu', title: t('Comfortable') },
  { value: 'compact', icon: 'list', title: t('Compact') },
];

/** Who is signed in, how things look, and the way out. Fires `dw-sign-out` and `dw-shortcuts`. */
export class ShellUserMenu extends DataWaveElement {
  static override properties = {
    name: { type: String },
    workspace: { type: String },
    hasAccountPage: { type: Boolean },
    isOpen: { state: true },
  };
  declare name: string;
  /** Title of the workspace, where there are several. */
  declare workspace: string;
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
      .panel { position: absolute; inset-block-start: calc(100% + 0.375rem); inset-inline-end: 0; z-index: 30; display: grid; gap: var(--dw-space-3); width: min(17rem, calc(100vw - 1.5rem)); padding: var(--dw-space-3); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); box-shadow: var(--dw-shadow-l); }
      .panel[hidden] { display: none; }
      .who { padding-inline: var(--dw-space-1); overflow-wrap: anywhere; }
      .who p { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .label { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); padding-inline: var(--dw-space-1); }
      .choices { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 2px; margin-block-start: var(--dw-space-1); padding: 2px; border-radius: var(--dw-radius); background: var(--dw-surface-2); }
      .choices button { display: flex; align-items: center; justify-content: center; gap: var(--dw-space-2); min-height: 1.875rem; border: 0; border-radius: 5px; background: none; color: var(--dw-text-muted); cursor: pointer; font: inherit; font-size: var(--dw-font-size-s); }
      .choices button:hover { color: var(--dw-text); }
      .choices button[aria-pressed='true'] { background: var(--dw-surface); color: var(--dw-text); box-shadow: var(--dw-shadow); }
      .entries { display: grid; padding-block-start: var(--dw-space-2); border-block-start: 1px solid var(--dw-border); }
      .entry { display: flex; align-items: center; gap: var(--dw-space-3); min-height: var(--dw-control); padding: 0 var(--dw-space-2); border: 0; border-radius: var(--dw-radius); background: none; color: var(--dw-text); font: inherit; text-align: start; cursor: pointer; }
      .entry:hover { background: var(--dw-surface-2); text-decoration: none; }
      .entry kbd { margin-inline-start: auto; padding: 0 0.3125rem; border: 1px solid var(--dw-border); border-radius: 5px; color: var(--dw-text-muted); font: inherit; font-size: var(--dw-font-size-xs); }
      @media (max-width: 860px) { .entry { min-height: 2.75rem; } }
      @media (max-width: 640px) { .name, .trigger > dw-icon { display: none; } }
    `,
  ];

  constructor() {
    super();
    this.name = '';
    this.workspace = '';
    this.hasAccountPage = false;
    this.isOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(followAppearance(() => this.requestUpdate()));
    this.listen(document, 'click', (event) => {
      if (!event.composedPath().includes(this)) this.isOpen = false;
    });
    this.listen(this, 'keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== 'Escape' || !this.isOpen) return;
      this.isOpen = false;
      this.renderRoot.querySelector<HTMLElement>('.trigger')?.focus();
    });
    this.listen(this, 'focusout', (event) => {
      const next = event instanceof FocusEvent ? event.relatedTarget : null;
      if (next instanceof Node && next !== this && !this.contains(next)) this.isOpen = false;
    });
  }

  #fire(type: string): void {
    this.isOpen = false;
    this.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  }

  readonly #close = (): void => {
    this.isOpen = false;
  };

  override render(): unknown {
    const toggle = (): void => {
      this.isOpen = !this.isOpen;
    };
    return html`<button class="trigger" type="button" aria-expanded=${this.isOpen} aria-controls="menu" aria-label=${t('Account of {name}', { name: this.name })} @click=${toggle}>
        <span class="avatar" data-initial=${this.name.charAt(0).toUpperCase()}></span><span class="name">${this.name}</span><dw-icon name="chevron-down"></dw-icon></button>
      <div class="panel" id="menu" ?hidden=${!this.isOpen}>
        <div class="who"><strong>${this.name}</strong>${this.workspace === '' ? nothing : html`<p>${this.workspace}</p>`}</div>
        ${this.#choices('theme', t('Theme'), themes(), currentTheme(), chooseTheme)}
        ${this.#choices('density', t('Density'), densities(), currentDensity(), chooseDensity)}
        <shell-language-choice></shell-language-choice>
        <div class="entries">
          ${this.hasAccountPage ? html`<a class="entry" href="/account" @click=${this.#close}><dw-icon name="user"></dw-icon>${t('Your account')}</a>` : nothing}
          <a class="entry" href="/settings" @click=${this.#close}><dw-icon name="settings"></dw-icon>${t('Settings')}</a>
          <button class="entry" type="button" @click=${() => this.#fire('dw-shortcuts')}><dw-icon name="help"></dw-icon>${t('Keyboard shortcuts')}<kbd aria-hidden="true">?</kbd></button>
          <button class="entry" type="button" @click=${() => this.#fire('dw-sign-out')}><dw-icon name="sign-out"></dw-icon>${t('Sign out')}</button></div>
      </div>`;
  }

  #choices<T>(
    id: string,
    title: string,
    choices: readonly Choice<T>[],
    chosen: T,
    choose: (value: T) => void,
  ): unknown {
    const hasWords = choices.length < 3;
    return html`<div><span class="label" id=${id}>${title}</span>
      <div class="choices" role="group" aria-labelledby=${id}>${choices.map((choice) => {
        const take = (): void => {
          choose(choice.value);
          this.requestUpdate();
        };
        return html`<button type="button" aria-pressed=${choice.value === chosen} aria-label=${choice.title} title=${choice.title} @click=${take}>
          <dw-icon name=${choice.icon}></dw-icon>${hasWords ? html`<span>${choice.title}</span>` : nothing}</button>`;
      })}</div></div>`;
  }
}
