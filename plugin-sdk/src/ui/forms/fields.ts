import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';

/** What stands below an input: words of help, and what is wrong with it. @public */
export interface FieldNotes {
  readonly help?: string;
  /** Null while nothing is wrong. */
  readonly fault?: string | null;
}

/**
 * A label, its input and what is said of it, for forms written by hand. The input must have the same `id`, and what
 * {@link describedBy} gives as its `aria-describedby`.
 * @public
 */
export function fieldOf(id: string, label: string, input: unknown, notes: FieldNotes = {}): unknown {
  const { help, fault = null } = notes;
  return html`<div class="field"><label for=${id}>${label}</label>${input}
    ${help === undefined ? nothing : html`<p class="help" id="${id}-help">${help}</p>`}
    ${fault === null ? nothing : html`<p class="fault" id="${id}-fault"><dw-icon name="error"></dw-icon>${fault}</p>`}</div>`;
}

/** What describes the input of a {@link fieldOf}: the ids of its notes. @public */
export const describedBy = (id: string, notes: FieldNotes): unknown => {
  const ids = [
    ...(notes.help === undefined ? [] : [`${id}-help`]),
    ...(notes.fault === undefined || notes.fault === null ? [] : [`${id}-fault`]),
  ];
  return ids.length === 0 ? nothing : ids.join(' ');
};

/** A checkbox with its label. @public */
export function checkboxOf(
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

/** A choice that counts at once or turns something on and off: a checkbox that looks and is read as a switch. @public */
export function switchOf(
  id: string,
  label: string,
  checked: boolean,
  change: (checked: boolean) => void,
  notes: FieldNotes = {},
): unknown {
  const { help, fault = null } = notes;
  return html`<div class="field"><div class="check"><input type="checkbox" role="switch" id=${id} .checked=${live(checked)} aria-describedby=${describedBy(id, notes)} @change=${(
    event: Event,
  ) => {
    if (event.target instanceof HTMLInputElement) change(event.target.checked);
  }}><label for=${id}>${label}</label></div>
    ${help === undefined ? nothing : html`<p class="help" id="${id}-help">${help}</p>`}
    ${fault === null ? nothing : html`<p class="fault" id="${id}-fault"><dw-icon name="error"></dw-icon>${fault}</p>`}</div>`;
}

/** One of a few, all of them to be seen: up to four or so; above that a select is easier. @public */
export function radiosOf(
  id: string,
  label: string,
  options: readonly (readonly [value: string, title: string, help?: string])[],
  chosen: string,
  choose: (value: string) => void,
  notes: FieldNotes = {},
): unknown {
  const { help, fault = null } = notes;
  return html`<div class="field" role="radiogroup" aria-labelledby="${id}-label" aria-describedby=${describedBy(id, notes)} aria-invalid=${fault === null ? nothing : 'true'}><span class="label" id="${id}-label">${label}</span>
    ${help === undefined ? nothing : html`<p class="help" id="${id}-help">${help}</p>`}
    <div class="choices">${options.map(
      ([value, title, what], index) =>
        html`<div class="check"><input type="radio" name=${id} id="${id}-${index}" .checked=${live(value === chosen)} @change=${() => choose(value)}>
          <div><label for="${id}-${index}">${title}</label>${what === undefined ? nothing : html`<p class="help">${what}</p>`}</div></div>`,
    )}</div>
    ${fault === null ? nothing : html`<p class="fault" id="${id}-fault"><dw-icon name="error"></dw-icon>${fault}</p>`}</div>`;
}

/** The text of the input, text area or select that an event came from. @public */
export const textOf = (event: Event): string =>
  event.target instanceof HTMLInputElement ||
  event.target instanceof HTMLTextAreaElement ||
  event.target instanceof HTMLSelectElement
    ? event.target.value
    : '';
