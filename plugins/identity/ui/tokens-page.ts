import { baseStyles, DataWaveElement, layoutStyles, type PageLocation, t } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';
import { peopleTabs, tabStyles } from './tabs.ts';

/** Everybody's API tokens, and those of services. */
export class IdentityTokensPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  static override styles = [baseStyles, layoutStyles, tabStyles];

  override render(): unknown {
    return html`<dw-page-header heading=${t('API tokens')}><p slot="sub">${t('With what programs sign in.')}</p></dw-page-header>
      ${peopleTabs(this.page.path, (permission) => this.shell.may(permission))}
      <identity-tokens all></identity-tokens>`;
  }
}
