import { baseStyles, DataWaveElement, layoutStyles, t } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';

/** No page has this address. */
export class ShellNotFoundPage extends DataWaveElement {
  static override styles = [baseStyles, layoutStyles];

  override render(): unknown {
    const find = (event: Event): boolean =>
      event.target?.dispatchEvent(new Event('dw-palette', { bubbles: true, composed: true })) ?? false;
    return html`<dw-page-header heading=${t('Page not found')}></dw-page-header>
      <dw-card><dw-empty icon="search" heading=${t('There is nothing at this address')}>
        ${t('The plugin that brings this page may be disabled, or the address is misspelt.')}
        <dw-button slot="actions" href="/">${t('Go to the overview')}</dw-button>
        <dw-button slot="actions" icon="search" @click=${find}>${t('Find a page')}</dw-button></dw-empty></dw-card>`;
  }
}
