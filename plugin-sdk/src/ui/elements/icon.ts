import { css, html, LitElement } from 'lit';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';
import { ICONS } from '../icons.ts';

const isIcon = (name: string): name is keyof typeof ICONS => Object.hasOwn(ICONS, name);

/** How an icon is drawn, ours and those inside Web Awesome's elements. */
export const iconStyles = css`
  :host { display: inline-flex; flex: none; width: 1.125em; height: 1.125em; vertical-align: -0.2em; }
  svg { width: 100%; height: 100%; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
  :host(:is([flips], [name^='arrow-'], [name='chevron-left'], [name='chevron-right'], [name='external'], [name='sign-out']):dir(rtl)) svg { transform: scaleX(-1); }
`;

/** `<dw-icon name="database">`: decoration beside a text, hidden from screen readers. An unknown name shows the puzzle piece. @public */
export class DwIcon extends LitElement {
  static override properties = { name: { type: String } };
  declare name: string;

  static override styles = iconStyles;

  constructor() {
    super();
    this.name = '';
  }

  override render(): unknown {
    // Constants of this package, never a text from outside.
    const content = ICONS[isIcon(this.name) ? this.name : 'puzzle'];
    return html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${unsafeSVG(content)}</svg>`;
  }
}
