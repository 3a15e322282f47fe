import { baseStyles, DataWaveElement, formStyles, t, textOf } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import type { EnterableWorkspace } from '../workspace-choice.ts';

/** In which workspace this tab works, where there is a choice. Fires `dw-enter-workspace` with the key of another one. */
export class ShellWorkspaceSwitcher extends DataWaveElement {
  static override properties = { workspaces: { attribute: false }, current: { attribute: false } };
  declare workspaces: readonly EnterableWorkspace[];
  /** Key. */
  declare current: string | null;

  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { display: block; padding: 0 0.625rem; }
      label { display: block; margin-bottom: 0.25rem; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-weight: 500; }
    `,
  ];

  constructor() {
    super();
    this.workspaces = [];
    this.current = null;
  }

  override willUpdate(): void {
    this.hidden = this.workspaces.length < 2;
  }

  override render(): unknown {
    const chosen = (event: Event): void => {
      const detail = textOf(event);
      if (detail !== this.current) this.dispatchEvent(new CustomEvent('dw-enter-workspace', { detail }));
    };
    return html`<label for="workspace">${t('Workspace')}</label>
      <select id="workspace" .value=${live(this.current ?? '')} @change=${chosen}>${this.workspaces.map(
        ({ key, title }) => html`<option value=${key} ?selected=${key === this.current}>${title}</option>`,
      )}</select>`;
  }
}
