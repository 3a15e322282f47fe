import { baseStyles, DataWaveElement, layoutStyles, t } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';

/** The page is there, and not for whoever is signed in. */
export class ShellForbiddenPage extends DataWaveElement {
  static override styles = [baseStyles, layoutStyles];

  override render(): unknown {
    return html`<dw-page-header heading=${t('Not for your role')}></dw-page-header>
      <dw-card><dw-empty icon="lock" heading=${t('Your role does not include this page')}>
        ${t('Ask whoever gives out roles here. In another workspace your role may be another one.')}
        <dw-button slot="actions" href="/">${t('Go to the overview')}</dw-button></dw-empty></dw-card>`;
  }
}
