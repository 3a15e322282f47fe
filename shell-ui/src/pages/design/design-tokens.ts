import { baseStyles, DataWaveElement, t } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { contrast, type Rgb, readColour } from './contrast.ts';
import { specimenStyles } from './specimen.ts';

const COLOURS: readonly (readonly [group: string, names: readonly string[]])[] = [
  ['Surfaces', ['canvas', 'side', 'surface', 'surface-2', 'surface-3', 'track']],
  ['Lines', ['border', 'border-strong', 'focus']],
  ['Text', ['text', 'text-muted', 'link']],
  ['Accent', ['accent', 'accent-hover', 'on-accent', 'accent-soft', 'accent-text']],
  ...(['neutral', 'info', 'success', 'warning', 'danger'] as const).map(
    (tone) => [tone, [`${tone}-soft`, `${tone}-text`, `${tone}-fill`]] as const,
  ),
];

/** Colours that stand on one another, and the contrast they must have: 4.5 for text, 3 for what only has to be seen. */
const PAIRS: readonly (readonly [front: string, back: string, least: number])[] = [
  ...['canvas', 'side', 'surface', 'surface-2', 'surface-3'].map((back) => ['text', back, 4.5] as const),
  ...['canvas', 'side', 'surface', 'surface-2'].map((back) => ['text-muted', back, 4.5] as const),
  ...['canvas', 'surface'].map((back) => ['link', back, 4.5] as const),
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['accent-text', 'accent-soft', 4.5],
  ...(['neutral', 'info', 'success', 'warning', 'danger'] as const).flatMap((tone) => [
    [`${tone}-text`, `${tone}-soft`, 4.5] as const,
    [`${tone}-text`, 'surface', 4.5] as const,
  ]),
  ['border-strong', 'surface', 3],
  ['focus', 'surface', 3],
  ['focus', 'canvas', 3],
  ['accent', 'surface', 3],
];

const SIZES: readonly (readonly [group: string, names: readonly string[]])[] = [
  [
    'Type',
    [
      'font-size-xs',
      'font-size-s',
      'font-size',
      'font-size-md',
      'font-size-l',
      'font-size-xl',
      'font-size-2xl',
    ],
  ],
  ['Spacing', ['space-1', 'space-2', 'space-3', 'space-4', 'space-5', 'space-6', 'space-7']],
  ['Corners', ['radius-s', 'radius', 'radius-l']],
  ['Controls', ['control', 'control-s', 'row']],
];
const ELEVATIONS = ['shadow', 'shadow-m', 'shadow-l'] as const;

/** Tokens as they are in the theme and density at hand, with the contrast of what stands on what. */
export class ShellDesignTokens extends DataWaveElement {
  static override styles = [
    baseStyles,
    specimenStyles,
    css`
      h3 { margin: var(--dw-space-4) 0 var(--dw-space-2); }
      ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: var(--dw-space-2); }
      li { display: flex; align-items: center; gap: var(--dw-space-3); min-width: 0; font-size: var(--dw-font-size-s); }
      .swatch { flex: none; width: 2.25rem; height: 2.25rem; border: 1px solid var(--dw-border-strong); border-radius: var(--dw-radius); }
      .pair { padding: var(--dw-space-2); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); }
      .value { color: var(--dw-text-muted); }
      .bar { flex: none; height: 0.75rem; fill: var(--dw-accent); }
      .raised { display: grid; place-items: center; min-height: 5rem; border-radius: var(--dw-radius-l); background: var(--dw-surface); border: 1px solid var(--dw-border); }
      .shadow { box-shadow: var(--dw-shadow); }
      .shadow-m { box-shadow: var(--dw-shadow-m); }
      .shadow-l { box-shadow: var(--dw-shadow-l); }
      li > span { min-width: 0; overflow-wrap: anywhere; }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    const again = (): void => this.requestUpdate();
    const seen = new MutationObserver(again);
    seen.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-density'] });
    this.onDisconnect(() => seen.disconnect());
    this.listen(matchMedia('(prefers-color-scheme: dark)'), 'change', again);
  }

  override render(): unknown {
    const style = getComputedStyle(document.documentElement);
    const token = (name: string): string => style.getPropertyValue(`--dw-${name}`).trim();
    const colours = new Map<string, Rgb>();
    const colourOf = (name: string): Rgb => {
      const known = colours.get(name) ?? readColour(token(name));
      colours.set(name, known);
      return known;
    };
    return [
      this.#card(
        t('Colours'),
        t('What a colour means decides, never how it looks: themes give each meaning its colour.'),
        COLOURS.map(([group, names]) =>
          this.#group(
            group,
            names.map((name) => this.#swatch(name, token(name))),
          ),
        ),
      ),
      this.#card(
        t('Contrast'),
        t('Measured here and now: text needs 4.5 to 1, what only has to be seen 3 to 1.'),
        html`<ul role="list" aria-label=${t('Contrast')}>${PAIRS.map((pair) => this.#pair(pair, contrast(colourOf(pair[0]), colourOf(pair[1]))))}</ul>`,
      ),
      this.#card(
        t('Sizes'),
        t('In the compact density most of them are smaller; no target is below 24 pixels.'),
        SIZES.map(([group, names]) =>
          this.#group(
            group,
            names.map((name) => this.#size(name, token(name))),
          ),
        ),
      ),
      this.#card(
        t('Elevation'),
        t('A card lies on the page, a menu above it, a dialog above all.'),
        html`<ul role="list" aria-label=${t('Elevation')}>${ELEVATIONS.map((name) => html`<li class="raised ${name}"><code>--dw-${name}</code></li>`)}</ul>`,
      ),
    ];
  }

  #card(heading: string, purpose: string, content: unknown): unknown {
    return html`<dw-card heading=${heading}><p class="purpose">${purpose}</p>${content}</dw-card>`;
  }

  #group(title: string, entries: readonly unknown[]): unknown {
    return html`<h3>${t(title)}</h3><ul role="list" aria-label=${t(title)}>${entries}</ul>`;
  }

  #swatch(name: string, value: string): unknown {
    return html`<li><svg class="swatch" aria-hidden="true"><rect width="100%" height="100%" fill=${value}></rect></svg><span><code>--dw-${name}</code><br><span class="value">${value}</span></span></li>`;
  }

  #pair([front, back, least]: readonly [string, string, number], ratio: number): unknown {
    const isEnough = ratio >= least;
    return html`<li class="pair"><dw-badge tone=${isEnough ? 'success' : 'danger'} data-enough=${isEnough ? 'yes' : 'no'}>${ratio.toFixed(2)}</dw-badge><span><code>${front}</code> / <code>${back}</code></span></li>`;
  }

  #size(name: string, value: string): unknown {
    return html`<li><svg class="bar" aria-hidden="true" width=${value} height="12"><rect width="100%" height="100%" rx="2"></rect></svg><span><code>${name}</code> <span class="value">${value}</span></span></li>`;
  }
}
