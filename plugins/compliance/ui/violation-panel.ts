import {
  baseStyles,
  choiceOf,
  DataWaveElement,
  fieldOf,
  formStyles,
  layoutStyles,
  namedHolder,
  ProblemError,
  Resource,
  rich,
  type Suggestion,
  suggestHolders,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import {
  assetHref,
  STATES,
  type ViolationChange,
  type ViolationDetail,
  type ViolationEvent,
  type ViolationState,
} from './api.ts';
import { messageOf } from './message.ts';
import { dayWords, eventWords, stateTitle, stateTone } from './state-words.ts';
import type { ComplianceWaiveDialog } from './waive-dialog.ts';

interface Draft {
  readonly owner: string;
  readonly dueOn: string;
  readonly comment: string;
}

/** One violation: what is wrong and how to mend it, how it stands, who looks after it, and its story. Fires `dw-moved`. */
export class ComplianceViolationPanel extends DataWaveElement {
  static override properties = {
    violation: { type: String },
    draft: { state: true },
    problem: { state: true },
    isSaving: { state: true },
  };
  /** Its id. */
  declare violation: string;
  declare draft: Draft | null;
  declare problem: ProblemError | null;
  declare isSaving: boolean;
  #detail = new Resource(
    this,
    () => this.violation,
    (id, signal) => {
      this.draft = null;
      this.problem = null;
      return this.shell.api.get<ViolationDetail>(`/violations/${id}`, { signal });
    },
  );
  #holders = new Resource<string, readonly Suggestion[]>(
    this,
    () => (this.#detail.value?.mayChange === true ? 'holders' : null),
    (_, signal) => suggestHolders(this.shell, signal),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      h3 { margin-block: var(--dw-space-4) var(--dw-space-2); }
      .mend { display: flex; gap: var(--dw-space-2); color: var(--dw-text-muted); text-wrap: pretty; }
      .mend dw-icon { margin-top: 0.2rem; }
      .state select { width: auto; }
      .where { overflow-wrap: anywhere; font-weight: 570; }
      ol { list-style: none; display: grid; gap: var(--dw-space-3); }
      li { padding-inline-start: var(--dw-space-3); border-inline-start: 2px solid var(--dw-border); overflow-wrap: anywhere; }
      li a { text-decoration: underline; }
      blockquote { margin: var(--dw-space-1) 0 0; white-space: pre-wrap; }
    `,
  ];

  constructor() {
    super();
    this.violation = '';
    this.draft = null;
    this.problem = null;
    this.isSaving = false;
  }

  override render(): unknown {
    return this.#detail.view({ ready: (detail) => this.#content(detail) });
  }

  #content(detail: ViolationDetail): unknown {
    const { column, waiver } = detail;
    return html`<div class="stack">
      <div class="row"><dw-severity .level=${detail.severity}></dw-severity><dw-badge tone=${stateTone(detail.state)}>${stateTitle(detail.state)}</dw-badge></div>
      <p class="where"><a href=${assetHref(detail.asset)}><bdi>${detail.assetName}</bdi>${column === null ? nothing : html` · <bdi>${column}</bdi>`}</a></p>
      <p>${messageOf(detail)}</p>
      <p class="mend"><dw-icon name="arrow-right"></dw-icon><span>${t(detail.remediation)}</span></p>
      <div><h3>${detail.control}: ${t(detail.controlTitle)}</h3><p class="muted">${detail.controlSummary === null ? nothing : t(detail.controlSummary)}</p>
      ${detail.controlUrl === null ? nothing : html`<a class="small" href=${detail.controlUrl} target="_blank" rel="noopener noreferrer">${t(detail.frameworkTitle)} <dw-icon name="external"></dw-icon><span class="visually-hidden"> ${t('(opens in a new tab)')}</span></a>`}</div>
      ${waiver === null ? nothing : html`<dw-callout heading=${t('Waived until {day}', { day: dayWords(waiver.until) })}>${waiver.reason}</dw-callout>`}
      ${detail.mayChange ? this.#form(detail) : this.#facts(detail)}
      <div><h3>${t('What became of it')}</h3><ol>${detail.events.map((event) => html`<li>${this.#event(event)}</li>`)}</ol></div></div>
      <compliance-waive-dialog></compliance-waive-dialog>`;
  }

  #facts({ owner, ownerName, dueOn }: ViolationDetail): unknown {
    return html`<dl class="facts"><div><dt>${t('Assignee')}</dt><dd><bdi>${ownerName ?? owner ?? t('nobody')}</bdi></dd></div>
      <div><dt>${t('Due')}</dt><dd>${dueOn === null ? t('no day') : dayWords(dueOn)}</dd></div></dl>`;
  }

  #form(detail: ViolationDetail): unknown {
    const draft = this.draft ?? {
      ...{ owner: detail.ownerName ?? detail.owner ?? '', dueOn: detail.dueOn ?? '', comment: '' },
    };
    const put = (name: keyof Draft) => (event: Event) => {
      this.draft = { ...draft, [name]: textOf(event) };
    };
    const states = STATES.filter(
      (state) => state !== 'waived' || detail.mayWaive || detail.state === 'waived',
    );
    return html`<form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      void this.#save(detail, draft);
    }}>
      <div class="row state"><span id="stands">${t('It is')}</span>${choiceOf({
        label: t('How it stands'),
        any: stateTitle(detail.state),
        value: detail.state,
        options: states.map((state) => [state, stateTitle(state)] as const),
        choose: (state) => void this.#move(detail, state),
      })}${detail.state === 'waived' && detail.mayWaive ? html`<dw-button size="small" @click=${() => void this.#move(detail, 'waived')}>${t('Change the waiver')}</dw-button>` : nothing}</div>
      ${fieldOf('owner', t('Assignee'), html`<input id="owner" list="holders" maxlength="300" autocomplete="off" spellcheck="false" .value=${draft.owner} @input=${put('owner')}>`)}
      <datalist id="holders">${(this.#holders.value ?? []).map(([, title]) => html`<option value=${title}></option>`)}</datalist>
      ${fieldOf('due', t('Due'), html`<input id="due" type="date" .value=${draft.dueOn} @input=${put('dueOn')}>`)}
      ${fieldOf('comment', t('Comment'), html`<textarea id="comment" rows="2" maxlength="2000" .value=${draft.comment} @input=${put('comment')}></textarea>`)}
      ${this.problem === null ? nothing : html`<dw-callout tone="danger" live>${this.problem.message} ${this.problem.errors.map(({ message }) => t(message)).join(' ')}</dw-callout>`}
      <div class="row"><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Save')}</dw-button></div><input type="submit" hidden></form>`;
  }

  async #save(detail: ViolationDetail, draft: Draft): Promise<void> {
    const typed = draft.owner.trim();
    const isSame = typed === (detail.ownerName ?? detail.owner ?? '');
    let owner: string | null = null;
    try {
      if (typed !== '' && !isSame)
        owner = (await namedHolder(this.shell, typed, this.#holders.value ?? [])).id;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.problem = error;
      return;
    }
    const change: ViolationChange = {
      ...(isSame ? {} : { owner }),
      ...(draft.dueOn === (detail.dueOn ?? '') ? {} : { dueOn: draft.dueOn === '' ? null : draft.dueOn }),
      ...(draft.comment.trim() === '' ? {} : { comment: draft.comment }),
    };
    if (Object.keys(change).length > 0) await this.#change({ ...change, version: detail.version });
  }

  async #move(detail: ViolationDetail, to: string): Promise<void> {
    const state: ViolationState | undefined = STATES.find((known) => known === to);
    if (state === undefined) return;
    const { comment = '' } = this.draft ?? {};
    const said = { state, version: detail.version, ...(comment.trim() === '' ? {} : { comment }) };
    if (state !== 'waived') return this.#change(said);
    const waiver = await this.renderRoot
      .querySelector<ComplianceWaiveDialog>('compliance-waive-dialog')
      ?.ask(1, detail.waiver);
    // The choice shows again how it stands.
    if (waiver === null || waiver === undefined) this.requestUpdate();
    else await this.#change({ ...said, waiver });
  }

  async #change(change: ViolationChange): Promise<void> {
    if (this.isSaving) return;
    this.isSaving = true;
    this.problem = null;
    try {
      await this.shell.api.patch(`/violations/${this.violation}`, change);
      await this.#detail.reload();
      this.shell.announce(t('Saved'));
      this.dispatchEvent(new Event('dw-moved', { bubbles: true, composed: true }));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const draft = this.draft;
      // What somebody else said meanwhile is shown; what was written here stays.
      if (error.status === 412) await this.#detail.reload();
      this.draft = draft;
      this.problem = error;
    } finally {
      this.isSaving = false;
    }
  }

  #event(event: ViolationEvent): unknown {
    const { owner, dueOn, waiver } = event.details;
    const who = event.actorName ?? event.actor;
    return html`<span class="muted small"><dw-time at=${event.at}></dw-time>${who === null ? (event.scanId === null ? nothing : html` · <a href="/scans/${encodeURIComponent(event.scanId)}">${t('a scan')}</a>`) : html` · <bdi>${who}</bdi>`}</span><br>${eventWords(event)}
      ${owner === undefined ? nothing : owner === null ? t('Nobody looks after it any more.') : rich('{who} looks after it.', { who: html`<bdi>${owner}</bdi>` })}
      ${dueOn === undefined ? nothing : dueOn === null ? t('It has no day any more.') : t('It is due {day}.', { day: dayWords(dueOn) })}
      ${waiver === undefined || waiver === null ? nothing : html`${t('Until {day}:', { day: dayWords(waiver.until) })} ${waiver.reason}`}
      ${event.comment === null ? nothing : html`<blockquote>${event.comment}</blockquote>`}`;
  }
}
