import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  Resource,
  rich,
  saidText,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { Act, ReviewItem } from './api.ts';
import { decideOne, isLostRace, messageOf } from './decide.ts';
import { TypePicked } from './type-picker.ts';

/** What people say of one column, on its asset's page: accept, reject, correct and withdraw in place. */
export class ReviewColumnSection extends DataWaveElement {
  static override properties = {
    context: { attribute: false },
    isBusy: { state: true },
    picking: { state: true },
  };
  declare context: { readonly asset: string; readonly column: { readonly name: string } };
  declare isBusy: boolean;
  /** What the picker is open for: a verdict, or the column itself. */
  declare picking: ReviewItem | 'column' | null;
  #verdicts = new Resource(
    this,
    () => ({ asset: this.context.asset, column: this.context.column.name, status: 'all' }),
    async (query, signal) =>
      (await this.shell.api.list<ReviewItem>('/classifications', { query, signal })).items,
    { follows: ['review'] },
  );
  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      ul { display: grid; gap: var(--dw-space-3); margin-top: var(--dw-space-2); }
      li { display: grid; gap: var(--dw-space-2); }
      p { overflow-wrap: anywhere; }
      ul + .row { margin-top: var(--dw-space-3); }
    `,
  ];

  constructor() {
    super();
    this.isBusy = false;
    this.picking = null;
  }

  override render(): unknown {
    return html`${this.#verdicts.view({ ready: (verdicts) => this.#section(verdicts), loading: () => html`<dw-loading lines="1"></dw-loading>` })}
      <review-type-picker .open=${this.picking !== null} .alternatives=${this.picking === null || this.picking === 'column' ? [] : this.picking.alternatives}
        heading=${t('What is {column}?', { column: this.context.column.name })} @close=${() => {
          this.picking = null;
        }} @review-picked=${(event: Event) => {
          if (event instanceof TypePicked) void this.#picked(event.infoType);
        }}></review-type-picker>`;
  }

  #section(verdicts: readonly ReviewItem[]): unknown {
    const mayDecide = this.shell.may('review:decide');
    if (verdicts.length === 0 && !mayDecide) return nothing;
    const needsName = !verdicts.some(({ question }) => question === 'type');
    return html`<h3>${t('Review')}</h3>
      ${verdicts.length === 0 ? nothing : html`<ul role="list" aria-label=${t('Verdicts')}>${verdicts.map((verdict) => html`<li>${this.#verdict(verdict, mayDecide)}</li>`)}</ul>`}
      ${
        needsName && mayDecide
          ? html`<div class="row"><span class="muted">${t('Nobody has said what it is.')}</span><dw-button size="small" icon="edit" ?disabled=${this.isBusy} @click=${() => {
              this.picking = 'column';
            }}>${t('Name its type')}</dw-button></div>`
          : nothing
      }`;
  }

  #verdict(item: ReviewItem, mayDecide: boolean): unknown {
    const type = item.infoType === '' ? t('Nothing recognised') : this.infoTypeTitle(item.infoType);
    const what = item.question === 'contains' ? t('Contains {what}', { what: type }) : type;
    const act = (decision: Act) => () => void this.#act(item, decision);
    if (item.status === 'suggested')
      return html`<p>${t('{what}: nobody has decided.', { what })}${item.reasonDetail === null ? nothing : html` <span class="muted">${item.reasonDetail}</span>`}</p>
        ${
          mayDecide
            ? html`<div class="row">
          <dw-button size="small" icon="check" ?disabled=${this.isBusy} @click=${act({ action: 'accept' })}>${t('Accept')}</dw-button>
          <dw-button size="small" icon="close" ?disabled=${this.isBusy} @click=${act({ action: 'reject' })}>${t('Reject')}</dw-button>
          <dw-button size="small" icon="edit" ?disabled=${this.isBusy} @click=${() => {
            this.picking = item;
          }}>${t('Correct')}</dw-button></div>`
            : nothing
        }`;
    return html`<p>${this.#decided(item, what)}${item.note === null ? nothing : html` <span class="muted">${saidText(item.note)}</span>`}</p>
      ${
        mayDecide
          ? html`<div class="row"><dw-button size="small" ?disabled=${this.isBusy} @click=${() => void this.#withdraw(item)}>${t('Withdraw')}</dw-button>
        <dw-button size="small" icon="edit" ?disabled=${this.isBusy} @click=${() => {
          this.picking = item;
        }}>${t('Correct')}</dw-button></div>`
          : nothing
      }`;
  }

  #decided({ status, decidedType, decidedBy, decidedAt }: ReviewItem, what: string): unknown {
    const values = {
      ...{ what, who: decidedBy ?? '', type: this.infoTypeTitle(decidedType ?? '') },
      b: (parts: unknown) => html`<strong>${parts}</strong>`,
      time: () => (decidedAt === null ? '' : html`<dw-time at=${decidedAt}></dw-time>`),
    };
    if (status === 'corrected')
      return rich('{what}: corrected to <b>{type}</b> by {who}, <time></time>.', values);
    return status === 'accepted'
      ? rich('{what}: accepted by {who}, <time></time>.', values)
      : rich('{what}: rejected by {who}, <time></time>.', values);
  }

  #picked(infoType: string): Promise<void> {
    const { picking } = this;
    this.picking = null;
    if (picking !== 'column' && picking !== null) return this.#act(picking, { action: 'correct', infoType });
    const { asset, column } = this.context;
    return this.#run(() => this.shell.api.post('/classifications', { asset, column: column.name, infoType }));
  }

  #act(item: ReviewItem, act: Act): Promise<void> {
    return this.#run(() => decideOne(this.shell.api, item, act, null));
  }

  #withdraw(item: ReviewItem): Promise<void> {
    return this.#run(() => this.shell.api.post(`/classifications/${item.id}/withdraw`));
  }

  async #run(decide: () => Promise<unknown>): Promise<void> {
    this.isBusy = true;
    try {
      await decide();
      this.dispatchEvent(new Event('dw-changed', { bubbles: true, composed: true }));
      await this.#verdicts.reload();
    } catch (error) {
      this.shell.notify({ tone: 'danger', message: messageOf(error) });
      if (isLostRace(error)) await this.#verdicts.reload();
    } finally {
      this.isBusy = false;
    }
  }
}
