import { css, html, LitElement, nothing, type PropertyDeclarations } from 'lit';
import { baseStyles } from '../styles/base.ts';
import { buttonStyles } from '../styles/button.ts';
import { PopTrigger } from './pop-trigger.ts';

/** One entry of a `dw-menu`. @public */
export interface MenuItem {
  readonly title: string;
  readonly icon?: string;
  /** Said at the end of the line: a shortcut, a number. */
  readonly detail?: string;
  /** A page to go to. */
  readonly href?: string;
  /** What it does when it is chosen. */
  readonly act?: () => void;
  readonly isDangerous?: boolean;
  readonly isDisabled?: boolean;
  /** A choice that is on or off; left out for what is done. */
  readonly isChecked?: boolean;
}

/**
 * A button that opens a menu, on Web Awesome's dropdown: arrow keys, first letters, Home, End, Escape. The items are data, so that
 * their texts can be anybody's. `null` between two items draws a line.
 * @public
 */
export class DwMenu extends PopTrigger {
  static override properties: PropertyDeclarations = {
    items: { attribute: false },
    placement: { type: String },
  };
  /** Whoever focuses it focuses its button: in a grid it is reached from its cell. */
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  declare items: readonly (MenuItem | null)[];
  declare placement: 'bottom-start' | 'bottom-end' | 'top-start' | 'top-end';
  protected readonly primitive = 'dropdown';

  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host { display: inline-flex; flex: none; }
      wa-dropdown { display: contents; font-size: var(--dw-font-size); }
      wa-dropdown::part(menu) { min-width: 11rem; max-width: min(24rem, calc(100vw - 1rem)); border-radius: var(--dw-radius-l); box-shadow: var(--dw-shadow-l); }
      wa-dropdown-item { min-height: var(--dw-control-s); padding: 0.3125rem 0.625rem; }
      wa-dropdown-item[checkbox-adjacent] { padding-inline-start: 2.125em; }
      wa-dropdown-item::part(label) { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      wa-dropdown-item:focus-visible { outline-offset: -2px; }
      .line { height: 1px; margin: 0.25rem; border: 0; background: var(--dw-border); }
    `,
  ];

  constructor() {
    super();
    this.items = [];
    this.placement = 'bottom-end';
    this.icon = 'more';
  }

  override render(): unknown {
    // The button stays the same element when the dropdown is there: it may just be pressed.
    const press = (): void => {
      if (!this.isLoaded) void this.show();
    };
    return html`<wa-dropdown placement=${this.placement} distance="4" .open=${this.isOpen}
      @wa-show=${() => {
        this.isOpen = true;
      }}
      @wa-hide=${() => {
        this.isOpen = false;
      }}
      @wa-select=${this.#chosen}>
      ${this.button('menu', press, 'trigger')}${this.isLoaded ? this.items.map((item, index) => this.#item(item, index)) : nothing}</wa-dropdown>`;
  }

  #item(item: MenuItem | null, index: number): unknown {
    if (item === null) return html`<hr class="line" role="separator">`;
    const icon = item.icon === undefined ? nothing : html`<dw-icon slot="icon" name=${item.icon}></dw-icon>`;
    const detail =
      item.detail === undefined
        ? nothing
        : html`<span slot="details" class="muted small">${item.detail}</span>`;
    return html`<wa-dropdown-item .value=${String(index)} variant=${item.isDangerous ? 'danger' : 'default'} type=${item.isChecked === undefined ? 'normal' : 'checkbox'}
      .checked=${item.isChecked ?? false} ?disabled=${item.isDisabled ?? false} .href=${item.href}>${icon}${item.title}${detail}</wa-dropdown-item>`;
  }

  readonly #chosen = (event: Event): void => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : Reflect.get(event, 'detail');
    const chosen: unknown =
      typeof detail === 'object' && detail !== null ? Reflect.get(detail, 'item') : null;
    const index = Number(typeof chosen === 'object' && chosen !== null ? Reflect.get(chosen, 'value') : -1);
    this.items[index]?.act?.();
  };
}

/** Types what a `dw-menu` shows. @public */
export function menuOf(options: {
  readonly label: string;
  readonly items: readonly (MenuItem | null)[];
  readonly text?: string;
  readonly icon?: string;
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly size?: 'normal' | 'small';
}): unknown {
  return html`<dw-menu .label=${options.label} .text=${options.text ?? ''} .icon=${options.icon ?? (options.text === undefined ? 'more' : '')}
    .placement=${options.text === undefined ? 'bottom-end' : 'bottom-start'} .variant=${options.variant ?? 'quiet'} .size=${options.size ?? 'normal'} .items=${options.items}></dw-menu>`;
}
