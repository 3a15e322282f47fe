import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';

/** A label, its input and what is wrong with it, by `id`. */
export function field(
  id: string,
  label: string,
  input: unknown,
  options: { readonly help?: string; readonly fault?: string | null } = {},
): unknown {
  const { help, fault = null } = options;
  return html`<div class="field"><label for=${id}>${label}</label>${input}
    ${help === undefined ? nothing : html`<p class="help" id="${id}-help">${help}</p>`}
    ${fault === null ? nothing : html`<p class="fault" id="${id}-fault"><dw-icon name="error"></dw-icon>${fault}</p>`}</div>`;
}

/** What describes an input made by {@link field}. */
export const describedBy = (
  id: string,
  options: { readonly help?: string; readonly fault?: string | null },
): unknown => {
  const ids = [
    ...(options.help === undefined ? [] : [`${id}-help`]),
    ...(options.fault === undefined || options.fault === null ? [] : [`${id}-fault`]),
  ];
  return ids.length === 0 ? nothing : ids.join(' ');
};

/** A checkbox with its label. */
export function check(
  id: string,
  label: string,
  checked: boolean,
  change: (checked: boolean) => void,
): unknown {
  return html`<div class="check"><input type="checkbox" id=${id} .checked=${live(checked)} @change=${(
    event: Event,
  ) => {
    if (event.target instanceof HTMLInputElement) change(event.target.checked);
  }}><label for=${id}>${label}</label></div>`;
}

/** The text of an input or select that an event came from. */
export const textOf = (event: Event): string =>
  event.target instanceof HTMLInputElement ||
  event.target instanceof HTMLTextAreaElement ||
  event.target instanceof HTMLSelectElement
    ? event.target.value
    : '';
