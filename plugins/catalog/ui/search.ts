import { baseStyles, DataWaveElement, t, withQuery } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';

/** The search in the bar above every page: goes to the list of assets. `/` moves the focus here. */
export class CatalogSearch extends DataWaveElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; }
      form { position: relative; }
      dw-icon { position: absolute; inset-block: 0; inset-inline-start: 0.6875rem; margin-block: auto; color: var(--dw-text-muted); pointer-events: none; }
      input { width: 100%; min-height: var(--dw-control); padding-block: 0.25rem; padding-inline: 2.125rem 2.5rem; border: 1px solid color-mix(in srgb, var(--dw-border-strong) 45%, var(--dw-border)); border-radius: var(--dw-radius); background: var(--dw-surface); color: var(--dw-text); font: inherit; text-overflow: ellipsis; }
      input::placeholder { color: var(--dw-text-muted); opacity: 1; }
      input::-webkit-search-cancel-button { display: none; }
      input:focus-visible { outline: none; border-color: var(--dw-focus); box-shadow: 0 0 0 3px color-mix(in srgb, var(--dw-focus) 25%, transparent); }
      kbd { position: absolute; inset-block: 0; inset-inline-end: 0.5rem; display: grid; place-items: center; width: 1.25rem; height: 1.25rem; margin-block: auto; border: 1px solid var(--dw-border); border-radius: 5px; color: var(--dw-text-muted); font: inherit; font-size: var(--dw-font-size-xs); pointer-events: none; }
      input:focus + kbd { display: none; }
      @media (max-width: 640px) { kbd { display: none; } input { padding-inline-end: 0.5rem; } }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'keydown', (event) => {
      if (
        !(event instanceof KeyboardEvent) ||
        event.key !== '/' ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey
      )
        return;
      const target = event.composedPath()[0];
      if (
        target instanceof HTMLElement &&
        (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
      )
        return;
      event.preventDefault();
      this.renderRoot.querySelector<HTMLInputElement>('input')?.focus();
    });
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const input = this.renderRoot.querySelector<HTMLInputElement>('input');
    if (input === null) return;
    this.shell.navigate(withQuery('/assets', { q: input.value.trim() }));
    input.value = '';
    input.blur();
  };

  override render(): unknown {
    return html`<form role="search" @submit=${this.#submit}><dw-icon name="search"></dw-icon>
      <input type="search" name="q" aria-label=${t('Search assets and columns')} placeholder=${t('Search assets and columns')} autocomplete="off" spellcheck="false"><kbd aria-hidden="true">/</kbd></form>`;
  }
}
