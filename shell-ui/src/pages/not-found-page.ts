import { baseStyles, DataWaveElement, layoutStyles } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';

/** No page has this address, or whoever is signed in may not see it. */
export class ShellNotFoundPage extends DataWaveElement {
  static override styles = [baseStyles, layoutStyles];

  override render(): unknown {
    return html`<dw-page-header heading="Page not found"></dw-page-header>
      <dw-card><dw-empty icon="search" heading="There is nothing at this address">
        The plugin that brings this page may be disabled, or your role does not include it.
        <dw-button slot="actions" href="/">Go to the overview</dw-button></dw-empty></dw-card>`;
  }
}
