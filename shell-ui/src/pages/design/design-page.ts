import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  type PageLocation,
  t,
  tabsOf,
} from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';

/** The design system as it is: every element live, with its states; tokens with their contrast; icons; what to do and what not. */
export class ShellDesignPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;

  static override styles = [baseStyles, layoutStyles, css`:host { display: block; }`];

  override render(): unknown {
    const tabs = [
      { key: 'elements', title: t('Elements'), icon: 'layers' },
      { key: 'forms', title: t('Forms'), icon: 'edit' },
      { key: 'states', title: t('States'), icon: 'hourglass' },
      { key: 'tokens', title: t('Tokens'), icon: 'palette' },
      { key: 'icons', title: t('Icons'), icon: 'star' },
    ];
    const asked = this.page.query.get('tab') ?? '';
    const selected = tabs.some(({ key }) => key === asked) ? asked : 'elements';
    return html`<dw-page-header heading=${t('Design system')}><p slot="sub">${t('What every page here is made of, as plugins use it too. Each example is the element itself.')}</p></dw-page-header>
      ${tabsOf({ label: t('Parts of the design system'), tabs, selected, param: 'tab', panel: this.#panel(selected) })}`;
  }

  #panel(key: string): unknown {
    switch (key) {
      case 'forms':
        return html`<shell-design-forms></shell-design-forms>`;
      case 'states':
        return html`<shell-design-states></shell-design-states>`;
      case 'tokens':
        return html`<shell-design-tokens></shell-design-tokens>`;
      case 'icons':
        return html`<shell-design-icons></shell-design-icons>`;
      default:
        return html`<shell-design-elements></shell-design-elements>`;
    }
  }
}
