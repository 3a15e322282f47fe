import { baseStyles, DataWaveElement, layoutStyles, t } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import {
  chooseDensity,
  chooseTheme,
  currentDensity,
  currentTheme,
  foldSide,
  followAppearance,
  isSideFolded,
} from '../../appearance.ts';
import { densities, themes } from '../../frame/user-menu.ts';

/** How things look in this browser, in all its tabs. */
export class ShellAppearanceSettings extends DataWaveElement {
  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      :host { display: block; }
      .form { display: grid; gap: var(--dw-space-5); max-width: 34rem; }
      fieldset { display: grid; gap: var(--dw-space-2); margin: 0; padding: 0; border: 0; }
      legend { margin-block-end: var(--dw-space-2); padding: 0; font-weight: 560; }
      .options { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: var(--dw-space-2); }
      label { display: flex; align-items: center; gap: var(--dw-space-2); min-height: 2.5rem; padding: 0.25rem var(--dw-space-3); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); cursor: pointer; }
      label:hover { background: var(--dw-surface-2); }
      label:has(input:checked) { border-color: var(--dw-accent); background: var(--dw-accent-soft); color: var(--dw-accent-text); }
      input { accent-color: var(--dw-accent); margin: 0; }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(followAppearance(() => this.requestUpdate()));
  }

  override render(): unknown {
    const sides = [
      { value: false, icon: 'columns', title: t('Names and icons') },
      { value: true, icon: 'menu', title: t('Icons only') },
    ];
    const fold = (isFolded: boolean): void => {
      foldSide(isFolded);
      this.dispatchEvent(new Event('dw-folded', { bubbles: true, composed: true }));
    };
    return html`<dw-card heading=${t('Appearance')}><div class="form">
      <p class="muted">${t('Kept in this browser, for all its tabs.')}</p>
      ${this.#options('theme', t('Theme'), themes(), currentTheme(), chooseTheme)}
      ${this.#options('density', t('Density'), densities(), currentDensity(), chooseDensity)}
      ${this.#options('side', t('Navigation on wide screens'), sides, isSideFolded(), fold)}
      <shell-language-choice></shell-language-choice>
    </div></dw-card>`;
  }

  #options<T>(
    name: string,
    legend: string,
    options: readonly { readonly value: T; readonly icon: string; readonly title: string }[],
    chosen: T,
    choose: (value: T) => void,
  ): unknown {
    return html`<fieldset><legend>${legend}</legend><div class="options">${options.map((option) => {
      const take = (): void => {
        choose(option.value);
        this.requestUpdate();
      };
      return html`<label><input type="radio" name=${name} .checked=${option.value === chosen} @change=${take}><dw-icon name=${option.icon}></dw-icon>${option.title}</label>`;
    })}</div></fieldset>`;
  }
}
