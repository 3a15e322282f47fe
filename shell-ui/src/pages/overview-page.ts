import { baseStyles, DataWaveElement, layoutStyles } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';

/** The start page: an empty frame that plugins fill with cards. */
export class ShellOverviewPage extends DataWaveElement {
  static override styles = [baseStyles, layoutStyles];

  override render(): unknown {
    return html`<dw-page-header heading="Overview"></dw-page-header>
      <dw-slot name="overview.cards" layout="grid" .context=${{}}>
        <dw-card>${
          this.shell.may('plugins:read')
            ? html`<dw-empty icon="puzzle" heading="No plugin shows anything here">
          Enable plugins to see what your data holds.<dw-button slot="actions" href="/plugins">See plugins</dw-button></dw-empty>`
            : html`<dw-empty icon="key" heading="There is nothing here for you yet">
          You are signed in, but hold no role in this workspace that shows anything. Ask whoever let you in to give you one.</dw-empty>`
        }</dw-card>
      </dw-slot>`;
  }
}
