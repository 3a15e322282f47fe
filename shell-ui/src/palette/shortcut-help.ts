import { baseStyles, DataWaveElement, t } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';

/** The keys of the frame in a dialog. Fires `dw-close`. */
export class ShellShortcuts extends DataWaveElement {
  static override styles = [
    baseStyles,
    css`
      dl { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--dw-space-3) var(--dw-space-5); align-items: center; margin: 0; }
      dd { margin: 0; text-align: end; white-space: nowrap; }
      kbd { display: inline-block; min-width: 1.5rem; padding: 0.0625rem 0.375rem; border: 1px solid var(--dw-border); border-block-end-width: 2px; border-radius: 5px; background: var(--dw-surface-2); font: inherit; font-size: var(--dw-font-size-s); text-align: center; }
    `,
  ];

  override render(): unknown {
    const control = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl';
    const closed = (): void => {
      this.dispatchEvent(new Event('dw-close'));
    };
    const keys: readonly (readonly [string, readonly string[]])[] = [
      [t('Find a page, a thing, or something to do'), [control, 'K']],
      [t('Go to the search'), ['/']],
      [t('Fold or unfold the navigation'), ['[']],
      [t('Close what lies above the page'), ['Esc']],
      [t('Skip the navigation, at the beginning of a page'), ['Tab']],
      [t('This list'), ['?']],
    ];
    return html`<dw-dialog heading=${t('Keyboard shortcuts')} .open=${true} @close=${closed}>
      <dl>${keys.map(
        ([what, pressed]) => html`<dt>${what}</dt><dd>${pressed.map((key) => html`<kbd>${key}</kbd> `)}</dd>`,
      )}</dl>
      <p class="muted small">${t('Pages may have keys of their own and name them where they work. Keys without Ctrl count only where nothing is being written.')}</p>
      <dw-button slot="actions" @click=${closed}>${t('Close')}</dw-button></dw-dialog>`;
  }
}
