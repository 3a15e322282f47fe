import {
  baseStyles,
  DataWaveElement,
  formStyles,
  layoutStyles,
  Resource,
  t,
  textOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import {
  type Act,
  type Alike,
  type AlikeColumn,
  assetHref,
  type DecisionBody,
  type ReviewItem,
} from './api.ts';
import { decideBody, messageOf } from './decide.ts';

/** Told when a verdict and what looks like it were decided. */
export class AlikeDecided extends Event {
  readonly act: Act;
  /** Verdicts that were decided, that of the item among them. */
  readonly verdicts: readonly string[];

  constructor(act: Act, verdicts: readonly string[]) {
    super('review-alike');
    this.act = act;
    this.verdicts = verdicts;
  }
}

/** Decides on a verdict and on all columns that look like its column at one go, after showing how many and which. Fires `review-alike` and `close`. */
export class ReviewAlikeDialog extends DataWaveElement {
  static override properties = {
    item: { attribute: false },
    open: { type: Boolean },
    choice: { state: true },
    left: { state: true },
    isBusy: { state: true },
    fault: { state: true },
  };
  declare item: ReviewItem | null;
  declare open: boolean;
  /** `accept`, `reject`, or the info type to correct to. */
  declare choice: string;
  /** Columns that are left out. */
  declare left: ReadonlySet<string>;
  declare isBusy: boolean;
  declare fault: string | null;
  #alike = new Resource(
    this,
    () =>
      this.open && this.item !== null
        ? withQuery(`/classifications/${this.item.id}/alike`, {
            ...{ action: this.#act().action, infoType: this.#type() },
          })
        : null,
    (path, signal) => this.shell.api.get<Alike>(path, { signal }),
  );
  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      a { text-decoration: underline; }
      ul { max-height: 32dvh; overflow-y: auto; border: 1px solid var(--dw-border); border-radius: var(--dw-radius); }
      li { padding: 0.375rem var(--dw-space-3); border-bottom: 1px solid var(--dw-border); overflow-wrap: anywhere; }
      li:last-child { border-bottom: 0; }
      li label { display: flex; align-items: baseline; gap: var(--dw-space-2); font-weight: 450; }
    `,
  ];

  constructor() {
    super();
    this.item = null;
    this.open = false;
    this.choice = 'accept';
    this.left = new Set();
    this.isBusy = false;
    this.fault = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('open') || !this.open) return;
    this.choice = this.item?.infoType === '' ? (this.item.alternatives[0]?.infoType ?? 'reject') : 'accept';
    this.left = new Set();
    this.fault = null;
  }

  #act(): Act {
    if (this.choice === 'accept' || this.choice === 'reject') return { action: this.choice };
    return { action: 'correct', infoType: this.choice };
  }

  #type(): string {
    return this.choice === 'accept' || this.choice === 'reject' ? (this.item?.infoType ?? '') : this.choice;
  }

  #chosen(alike: Alike): readonly AlikeColumn[] {
    return alike.items.filter(({ columnId }) => !this.left.has(columnId));
  }

  /** Accepting a column for which something else is suggested is correcting it; correcting to what is suggested is accepting it. */
  #body(item: ReviewItem, alike: Alike): DecisionBody {
    const own = { id: item.id, version: item.version };
    const chosen = this.#chosen(alike);
    if (this.choice === 'reject') {
      const verdicts = chosen.flatMap(({ verdict, version }) =>
        verdict === null || version === null ? [] : [{ id: verdict, version }],
      );
      return { action: 'reject', verdicts: [own, ...verdicts] };
    }
    const columns = chosen.map(({ columnId }) => columnId);
    return { action: 'correct', infoType: this.#type(), verdicts: [own], columns };
  }

  readonly #closed = (): void => {
    this.open = false;
    this.dispatchEvent(new Event('close'));
  };

  override render(): unknown {
    const { item } = this;
    return html`<dw-dialog heading=${t('All like this')} size="wide" .open=${this.open} @close=${this.#closed}>
      ${item === null || !this.open ? nothing : this.#content(item)}
      <dw-button slot="actions" @click=${this.#closed}>${t('Cancel')}</dw-button>
      ${item === null || !this.open ? nothing : this.#button(item)}</dw-dialog>`;
  }

  #content(item: ReviewItem): unknown {
    const named = `${item.assetName}.${item.column}`;
    return html`<div class="stack">
      <div class="field"><label for="what">${t('What is decided on {column} and on those that look like it', { column: named })}</label>
      <select id="what" @change=${(event: Event) => {
        this.choice = textOf(event);
      }}>
        ${item.infoType === '' ? nothing : html`<option value="accept" ?selected=${this.choice === 'accept'}>${t('Accept as {type}', { type: this.infoTypeTitle(item.infoType) })}</option>`}
        ${item.infoType === '' ? nothing : html`<option value="reject" ?selected=${this.choice === 'reject'}>${t('Reject as {type}', { type: this.infoTypeTitle(item.infoType) })}</option>`}
        ${item.alternatives.map(({ infoType }) => html`<option value=${infoType} ?selected=${this.choice === infoType}>${t('Correct to {type}', { type: this.infoTypeTitle(infoType) })}</option>`)}
      </select></div>
      ${this.#alike.view({
        ready: (alike) => this.#list(item, alike),
        loading: () => html`<dw-loading lines="4"></dw-loading>`,
      })}
      ${this.fault === null ? nothing : html`<dw-callout tone="danger" live>${this.fault}</dw-callout>`}</div>`;
  }

  #list(item: ReviewItem, alike: Alike): unknown {
    if (alike.total === 0)
      return html`<p class="muted">${t('No other column looks like it: this one alone is decided on.')}</p>`;
    return html`<p class="muted small">${t('Same words in the name, same shape of values, and nobody has decided. Take out what is something else.')}</p>
      <ul role="list" aria-label=${t('Columns that look alike')}>${alike.items.map(
        (
          column,
        ) => html`<li><label><input type="checkbox" .checked=${!this.left.has(column.columnId)} @change=${() => this.#toggle(column.columnId)}>
          <span><a href=${assetHref(column.asset)}>${column.assetName}</a>.${column.column} <span class="muted small">${(column.suggested ?? column.infoType ?? '') === '' ? t('nothing recognised') : this.infoTypeTitle(column.suggested ?? column.infoType ?? '')}</span></span></label></li>`,
      )}</ul>
      ${alike.total > alike.items.length ? html`<p class="muted small">${t('The first {shown} of {total}.', { shown: alike.items.length, total: alike.total })}</p>` : nothing}
      <review-foresight heading=${t('This would change:')} .body=${this.#body(item, alike)}></review-foresight>`;
  }

  #toggle(columnId: string): void {
    const left = new Set(this.left);
    if (!left.delete(columnId)) left.add(columnId);
    this.left = left;
  }

  #button(item: ReviewItem): unknown {
    const alike = this.#alike.value;
    const n = 1 + (alike === undefined ? 0 : this.#chosen(alike).length);
    const words =
      this.choice === 'reject'
        ? t('Reject {n, plural, one {# column} other {# columns}}', { n })
        : t('Make {n, plural, one {# column} other {# columns}} {type}', {
            ...{ n, type: this.infoTypeTitle(this.#type()) },
          });
    return html`<dw-button slot="actions" variant="primary" ?disabled=${alike === undefined} ?busy=${this.isBusy} @click=${() => void this.#decide(item)}>${words}</dw-button>`;
  }

  async #decide(item: ReviewItem): Promise<void> {
    const alike = this.#alike.value;
    if (alike === undefined || this.isBusy) return;
    this.isBusy = true;
    this.fault = null;
    try {
      const verdicts = await decideBody(this.shell.api, this.#body(item, alike));
      const act = this.#act();
      this.#closed();
      this.dispatchEvent(new AlikeDecided(act, verdicts));
    } catch (error) {
      this.fault = messageOf(error);
    } finally {
      this.isBusy = false;
    }
  }
}
