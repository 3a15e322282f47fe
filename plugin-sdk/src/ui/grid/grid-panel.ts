import { direction } from '../i18n/language.ts';

/** Which panel is open under the bar. */
export type Panel = 'filters' | 'columns' | null;

/** The grid around its panel. */
export interface PanelHost {
  readonly element: HTMLElement;
  root(): ParentNode;
  redraw(): void;
  drawn(): Promise<unknown>;
}

/** Opens and closes what hangs from the bar, above everything else on the page, and moves the focus there and back. */
export class GridPanel {
  readonly #host: PanelHost;
  open: Panel = null;

  constructor(host: PanelHost) {
    this.#host = host;
  }

  /** Closes where somebody points elsewhere, and stays beside the bar when the page scrolls. Returns how to stop. */
  follow(): () => void {
    const ended = new AbortController();
    const { signal } = ended;
    const outside = (event: Event): void => {
      const path = event.composedPath();
      const bar = this.#find('.bar');
      if (this.open !== null && (bar === null || !path.includes(bar))) this.show(null);
    };
    document.addEventListener('pointerdown', outside, { signal });
    addEventListener('resize', () => this.place(), { signal });
    document.addEventListener('scroll', () => this.place(), { signal, capture: true, passive: true });
    return () => ended.abort();
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.root().querySelector<HTMLElement>(selector);
  }

  show(panel: Panel): void {
    const left = this.open;
    const hadFocus = this.#host.element.matches(':focus-within');
    this.open = panel;
    this.#host.redraw();
    void this.#host.drawn().then(() => {
      if (panel !== null) this.#find('.panel :is(input, select, dw-button)')?.focus();
      else if (left !== null && hadFocus) this.#find(`[data-panel='${left}']`)?.focus();
    });
  }

  toggle(panel: Panel): void {
    this.show(this.open === panel ? null : panel);
  }

  /** Puts what is open under the bar. */
  place(): void {
    if (this.open === null) return;
    const panel = this.#find('.panel');
    const bar = this.#find('.bar')?.getBoundingClientRect();
    if (panel === null || bar === undefined) return;
    if (!panel.matches(':popover-open')) panel.showPopover();
    panel.style.top = `${Math.max(8, Math.min(bar.bottom - 4, innerHeight - panel.offsetHeight - 8))}px`;
    panel.style.left =
      direction() === 'rtl'
        ? `${Math.max(8, bar.left + 16)}px`
        : `${Math.max(8, bar.right - panel.offsetWidth - 16)}px`;
  }

  readonly keyed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.open === null) return;
    event.stopPropagation();
    this.show(null);
  };
}
