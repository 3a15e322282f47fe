import { DataWaveElement, msg, t } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';

/** What a key does in the queue. */
export type QueueKey =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'accept'
  | 'reject'
  | 'correct'
  | 'select'
  | 'range'
  | 'extend-down'
  | 'extend-up'
  | 'alike'
  | 'undo'
  | 'clear'
  | 'help'
  | { readonly alternative: number };

const LETTERS: Readonly<Record<string, QueueKey>> = {
  j: 'next',
  k: 'previous',
  a: 'accept',
  r: 'reject',
  c: 'correct',
  x: 'select',
  X: 'range',
  J: 'extend-down',
  K: 'extend-up',
  l: 'alike',
  u: 'undo',
  '?': 'help',
};

const STORED = 'dw.review.letters';

/** Whether single letters do something; who speaks to their machine or types with a switch turns that off. */
export const lettersAreOn = (): boolean => localStorage.getItem(STORED) !== 'off';

/** What a key press means for the queue; null where it belongs to something else on the page. */
export function queueKeyOf(event: KeyboardEvent): QueueKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return null;
  const path = event.composedPath().filter((target) => target instanceof Element);
  if (path.some(isTakingKeys)) return null;
  const isOwn = path.some(({ localName }) => localName === 'review-queue') || path[0] === document.body;
  if (isOwn) {
    if (event.key === 'ArrowDown') return event.shiftKey ? 'extend-down' : 'next';
    if (event.key === 'ArrowUp') return event.shiftKey ? 'extend-up' : 'previous';
    if (event.key === 'Home') return 'first';
    if (event.key === 'End') return 'last';
    if (event.key === 'Escape') return 'clear';
  }
  if (!lettersAreOn()) return null;
  if (/^[1-4]$/.test(event.key)) return { alternative: Number(event.key) - 1 };
  // By the shift key and not by the letter, which caps lock turns round.
  return LETTERS[event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase()] ?? null;
}

/** Fields, dialogs, menus and tabs have keys of their own. */
const isTakingKeys = (target: Element): boolean =>
  (target instanceof HTMLElement && target.isContentEditable) ||
  /^(textarea|select|dialog)$/.test(target.localName) ||
  (target instanceof HTMLInputElement && target.type !== 'checkbox') ||
  /^(menu|menuitem|listbox|option|tab|combobox)$/.test(target.role ?? target.getAttribute('role') ?? '');

const HELP: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['j', '↓'], msg('the next one')],
  [['k', '↑'], msg('the one before')],
  [['a'], msg('accept')],
  [['r'], msg('reject')],
  [['c'], msg('correct')],
  [['1', '…', '4'], msg('correct to what else it may be')],
  [['x'], msg('select')],
  [['⇧ j', '⇧ ↓'], msg('select on downwards')],
  [['⇧ k', '⇧ ↑'], msg('select on upwards')],
  [['⇧ x'], msg('select from the last one chosen to here')],
  [['l'], msg('decide on all like this')],
  [['u'], msg('undo what was decided last')],
  [['Esc'], msg('select nothing')],
  [['?'], msg('show these keys')],
];

/** A dialog with all keys of the queue, and whether letters count. Fires `close`. */
export class ReviewKeysHelp extends DataWaveElement {
  static override properties = { open: { type: Boolean }, isOn: { state: true } };
  declare open: boolean;
  declare isOn: boolean;
  static override styles = css`
    dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--dw-space-2) var(--dw-space-4); align-items: center; margin: 0; }
    dt { display: flex; flex-wrap: wrap; gap: var(--dw-space-1); }
    dd { margin: 0; }
    kbd { min-width: 1.5rem; padding: 0 0.375rem; border: 1px solid var(--dw-border-strong); border-radius: 4px; background: var(--dw-surface-2); text-align: center; font: inherit; font-size: var(--dw-font-size-s); }
    label { display: flex; align-items: baseline; gap: var(--dw-space-2); margin-top: var(--dw-space-2); }
    .help { margin: 0; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  `;

  constructor() {
    super();
    this.open = false;
    this.isOn = lettersAreOn();
  }

  override render(): unknown {
    const closed = (): void => {
      this.open = false;
      this.dispatchEvent(new Event('close'));
    };
    return html`<dw-dialog heading=${t('Keys of the queue')} .open=${this.open} closable @close=${closed}>
      <dl>${HELP.map(([keys, what]) => html`<dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt><dd>${t(what)}</dd>`)}</dl>
      <label><input type="checkbox" .checked=${this.isOn} @change=${(event: Event) => {
        this.isOn = event.target instanceof HTMLInputElement && event.target.checked;
        localStorage.setItem(STORED, this.isOn ? 'on' : 'off');
      }}><span>${t('Single letters do something')}</span></label>
      <p class="help">${t('Turn this off where a screen reader or speech input takes letters for itself. Arrow keys and buttons stay.')}</p>
      <dw-button slot="actions" @click=${closed}>${t('Close')}</dw-button></dw-dialog>`;
  }
}
