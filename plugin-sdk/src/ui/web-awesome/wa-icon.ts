import { html, LitElement, nothing } from 'lit';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';
import { iconStyles } from '../elements/icon.ts';
import { ICONS, type IconName } from '../icons.ts';

/** What Web Awesome calls the icons inside its own elements. */
const NAMES: Readonly<Record<string, IconName>> = {
  xmark: 'close',
  'circle-xmark': 'close',
  'grip-vertical': 'more',
};

const isIcon = (name: string): name is IconName => Object.hasOwn(ICONS, name);

/** `<wa-icon>` with our own set: drawn at once, nothing is fetched. The build puts it in the place of Web Awesome's. */
export class WaIcon extends LitElement {
  static override properties = { name: { type: String }, label: { type: String } };
  declare name: string;
  declare label: string;
  static override styles = iconStyles;

  constructor() {
    super();
    this.name = '';
    this.label = '';
  }

  override render(): unknown {
    const name = NAMES[this.name] ?? this.name;
    const drawing = ICONS[isIcon(name) ? name : 'puzzle'];
    const role = this.label === '' ? nothing : 'img';
    return html`<svg part="svg" viewBox="0 0 24 24" role=${role} aria-label=${this.label || nothing} aria-hidden=${this.label === '' ? 'true' : nothing}>${unsafeSVG(drawing)}</svg>`;
  }
}

if (customElements.get('wa-icon') === undefined) customElements.define('wa-icon', WaIcon);
