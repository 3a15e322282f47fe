import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  msg,
  PagedList,
  type PageLocation,
  type Tone,
  t,
  tableOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { assetHref, type LoggedAction, type LoggedDecision } from './api.ts';
import { messageOf } from './decide.ts';

const ACTIONS: Readonly<Record<LoggedAction, { readonly title: string; readonly tone: Tone }>> = {
  accept: { title: msg('accepted'), tone: 'success' },
  reject: { title: msg('rejected'), tone: 'danger' },
  correct: { title: msg('corrected'), tone: 'warning' },
  withdraw: { title: msg('withdrawn'), tone: 'neutral' },
  return: { title: msg('came back'), tone: 'info' },
};

/** What was decided, by whom and why; what still stands can be withdrawn. */
export class ReviewDecisions extends DataWaveElement {
  static override properties = { page: { attribute: false }, busy: { state: true } };
  declare page: PageLocation;
  /** Id of the verdict whose decision is being withdrawn. */
  declare busy: string | null;
  #decisions = new PagedList<LoggedDecision>(
    this,
    () => ({
      path: '/classifications/decisions',
      query: { ...(this.#isMine() ? { mine: true } : {}) },
    }),
    { follows: ['review'] },
  );
  static override styles = [
    baseStyles,
    layoutStyles,
    css`.only { margin-bottom: var(--dw-space-3); } .more { display: grid; place-items: center; padding: var(--dw-space-2); border-top: 1px solid var(--dw-border); } dw-loading { padding-inline: var(--dw-space-5); }`,
  ];

  constructor() {
    super();
    this.busy = null;
  }

  #isMine(): boolean {
    return this.page.query.get('by') === 'me';
  }

  override render(): unknown {
    const isMine = this.#isMine();
    return html`<div class="row only"><dw-button size="small" pressed=${isMine ? 'true' : 'false'} @click=${() => {
      this.shell.navigate(withQuery('/review', { tab: 'decisions', by: isMine ? '' : 'me' }), {
        replace: true,
      });
    }}>${t('Only mine')}</dw-button></div><dw-card flush>${this.#decisions.view({
      ready: (decisions) =>
        decisions.length === 0
          ? html`<dw-empty icon="clock" heading=${t('Nothing decided yet')}>${t('Decisions appear here with who took them, when and why.')}<dw-button slot="actions" href="/review">${t('To the queue')}</dw-button></dw-empty>`
          : this.#table(decisions),
    })}</dw-card>`;
  }

  #table(decisions: readonly LoggedDecision[]): unknown {
    return tableOf<LoggedDecision>({
      label: t('Decisions'),
      rows: decisions,
      key: ({ id }) => id,
      columns: [
        {
          key: 'column',
          title: t('Column'),
          grows: true,
          cell: (decision) =>
            html`<strong>${decision.column}</strong> <a class="small" href=${assetHref(decision.asset)}>${decision.assetName}</a>`,
        },
        {
          key: 'action',
          title: '',
          cell: ({ action }) =>
            html`<dw-badge tone=${ACTIONS[action].tone}>${t(ACTIONS[action].title)}</dw-badge>`,
        },
        { key: 'type', title: t('Type'), cell: (decision) => this.#typeOf(decision) },
        {
          key: 'who',
          title: t('By', {}, 'person'),
          cell: ({ byName, note }) =>
            html`${byName}${note === null ? nothing : html`<br><span class="muted small">${note}</span>`}`,
        },
        { key: 'at', title: t('When'), cell: ({ at }) => html`<dw-time at=${at}></dw-time>` },
        {
          key: 'withdraw',
          title: '',
          align: 'end',
          cell: (decision) =>
            decision.isInForce && this.shell.may('review:decide')
              ? html`<dw-button size="small" ?busy=${this.busy === decision.verdict} @click=${() => void this.#withdraw(decision)}>${t('Withdraw')}</dw-button>`
              : nothing,
        },
      ],
    });
  }

  async #withdraw(decision: LoggedDecision): Promise<void> {
    if (this.busy !== null) return;
    this.busy = decision.verdict;
    try {
      await this.shell.api.post(`/classifications/${decision.verdict}/withdraw`);
      this.shell.notify({
        tone: 'success',
        message: t('Withdrawn: what it caused for {column} has ended.', { column: decision.column }),
      });
      await this.#decisions.reload();
      this.dispatchEvent(new Event('dw-changed'));
    } catch (error) {
      this.shell.notify({ tone: 'danger', message: messageOf(error) });
    } finally {
      this.busy = null;
    }
  }

  #typeOf({ infoType, decidedType, action }: LoggedDecision): unknown {
    const was = infoType === '' ? t('nothing recognised') : this.infoTypeTitle(infoType);
    if (action !== 'correct' || decidedType === null) return was;
    return html`<span class="muted">${was}</span> → ${this.infoTypeTitle(decidedType)}`;
  }
}
