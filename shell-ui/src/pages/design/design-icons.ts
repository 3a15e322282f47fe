import { baseStyles, DataWaveElement, ICONS, t } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { specimenStyles } from './specimen.ts';

/** Every icon with its name. */
export class ShellDesignIcons extends DataWaveElement {
  static override styles = [
    baseStyles,
    specimenStyles,
    css`
      ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: var(--dw-space-2); margin-top: var(--dw-space-4); }
      li { display: flex; align-items: center; gap: var(--dw-space-3); min-width: 0; padding: var(--dw-space-2); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); font-size: var(--dw-font-size-s); }
      li dw-icon { font-size: 1.125rem; }
      code { min-width: 0; }
    `,
  ];

  override render(): unknown {
    const names = Object.keys(ICONS).toSorted();
    return html`<dw-card heading="dw-icon"><p class="purpose">${t('{n} icons of the Lucide set, in the text’s own colour. An icon is decoration: the words beside it, or the label of the button, say what it means.', { n: names.length })}</p>
      <ul role="list" aria-label=${t('Icons')}>${names.map((name) => html`<li><dw-icon name=${name}></dw-icon><code>${name}</code></li>`)}</ul></dw-card>`;
  }
}
