import { css, html, LitElement, nothing } from 'lit';
import type { ProblemError } from '../client/problem.ts';
import { rich, t } from '../i18n/translate.ts';
import type { Tone } from '../shell-context.ts';
import { baseStyles } from '../styles/base.ts';

const centred = css`
  :host { display: block; }
  .state { display: grid; justify-items: center; gap: var(--dw-space-2); max-width: 30rem; margin: 0 auto; padding: var(--dw-space-6) var(--dw-space-4); text-align: center; }
  .mark { display: grid; place-items: center; width: 2.75rem; height: 2.75rem; margin-bottom: var(--dw-space-2); border-radius: var(--dw-radius-l); background: var(--dw-surface-2); color: var(--dw-text-muted); font-size: 1.25rem; }
  .mark.danger { background: var(--dw-danger-soft); color: var(--dw-danger-text); }
  h2 { font-size: var(--dw-font-size); font-weight: 600; }
  .state p { color: var(--dw-text-muted); overflow-wrap: anywhere; text-wrap: pretty; }
  .actions { display: flex; flex-wrap: wrap; justify-content: center; gap: var(--dw-space-2); margin-top: var(--dw-space-3); }
  .code { font-size: var(--dw-font-size-xs); color: var(--dw-text-muted); }
`;

/**
 * Nothing is there yet: says what would be and how to get it. Text in the default slot, buttons in `actions`. With
 * `kind="filtered"` there is something, and filters leave nothing of it: it offers to take them away, by `clear`, an address, or the
 * event `dw-clear`.
 * @public
 */
export class DwEmpty extends LitElement {
  static override properties = {
    heading: { type: String },
    icon: { type: String },
    kind: { type: String },
    clear: { type: String },
  };
  declare heading: string;
  declare icon: string;
  declare kind: 'nothing' | 'filtered';
  /** Address of the same list without filters. */
  declare clear: string;
  static override styles = [baseStyles, centred];

  constructor() {
    super();
    this.heading = '';
    this.icon = '';
    this.kind = 'nothing';
    this.clear = '';
  }

  override render(): unknown {
    const isFiltered = this.kind === 'filtered';
    const cleared = (): void =>
      void this.dispatchEvent(new Event('dw-clear', { bubbles: true, composed: true }));
    return html`<div class="state"><span class="mark"><dw-icon name=${this.icon || (isFiltered ? 'filter' : 'inbox')}></dw-icon></span>
      <h2>${this.heading || (isFiltered ? t('Nothing matches') : '')}</h2><p><slot>${isFiltered ? t('There are others that the filters leave out.') : nothing}</slot></p>
      <div class="actions"><slot name="actions">${isFiltered ? html`<dw-button href=${this.clear} @click=${cleared}>${t('Clear the filters')}</dw-button>` : nothing}</slot></div></div>`;
  }
}

/** What is on screen is older than what is: since when, and a button that loads it again (`dw-retry`). @public */
export class DwBehind extends LitElement {
  static override properties = { since: { type: String }, busy: { type: Boolean } };
  /** When it was last up to date; empty where nobody knows. */
  declare since: string;
  declare busy: boolean;
  static override styles = [
    baseStyles,
    css`
      :host { display: block; }
      div { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-1) var(--dw-space-3); padding: var(--dw-space-2) var(--dw-space-4); border: 1px solid transparent; border-radius: var(--dw-radius); background: var(--dw-warning-soft); color: var(--dw-warning-text); }
      dw-button { margin-inline-start: auto; }
    `,
  ];

  constructor() {
    super();
    this.since = '';
    this.busy = false;
  }

  override render(): unknown {
    const retry = (): void =>
      void this.dispatchEvent(new Event('dw-retry', { bubbles: true, composed: true }));
    return html`<div role="status"><dw-icon name="cloud-off"></dw-icon><span>${
      this.since === ''
        ? t('What you see may be old.')
        : rich('What you see was read <since></since>.', {
            since: () => html`<dw-time at=${this.since}></dw-time>`,
          })
    }</span><dw-button size="small" icon="refresh" ?busy=${this.busy} @click=${retry}>${t('Load again')}</dw-button></div>`;
  }
}

/** Whether nothing but this is the title of the page that it stands on: what there should be could not be shown at all. */
function isWholePage(element: Element): boolean {
  for (let root = element.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode())
    if (root.querySelector('dw-page-header, h1') !== null) return false;
  return true;
}

/** Advice for programs; nobody asks an API in a browser. */
const FOR_PROGRAMS = /\b(?:GET|POST|PUT|PATCH|DELETE) \/api\//;

/** A request that failed, in words: what, how to mend it, the code, and a retry (`dw-retry`). 403 and 404 have their own. @public */
export class DwProblem extends LitElement {
  static override properties = { problem: { attribute: false }, heading: { type: String } };
  declare problem: ProblemError | null;
  declare heading: string;
  static override styles = [baseStyles, centred];

  constructor() {
    super();
    this.problem = null;
    this.heading = '';
  }

  override render(): unknown {
    const problem = this.problem;
    if (problem === null) return nothing;
    // Its own title is in its own root, and not looked at.
    const isPage = isWholePage(this);
    // An address that cannot be one, such as a mistyped id, is as much as one of nothing.
    const isMistyped = isPage && problem.status === 400;
    const isMissing = problem.status === 404 || isMistyped;
    const [icon, title] =
      problem.status === 403
        ? ['lock', t('You may not see this')]
        : isMissing
          ? ['search', t('Not found')]
          : problem.status === 0 && (problem.code === 'DW_UI_OFFLINE' || problem.code === 'DW_UI_PART')
            ? [
                'cloud-off',
                problem.code === 'DW_UI_PART'
                  ? t('This could not be loaded')
                  : t('The server does not answer'),
              ]
            : ['error', t('This could not be loaded')];
    const isOurs = problem.status !== 403 && !isMissing;
    const hint =
      isMistyped || (problem.hint !== null && isMissing && FOR_PROGRAMS.test(problem.hint))
        ? t('It may be gone, or your role does not include it.')
        : problem.hint;
    const heading = this.heading || title;
    const retry = (): void =>
      void this.dispatchEvent(new Event('dw-retry', { bubbles: true, composed: true }));
    const what =
      problem.status === 403
        ? t('Your role does not include this. Ask an administrator for it.')
        : isMistyped
          ? t('There is nothing at this address.')
          : problem.message;
    const state = html`<div class="state" role="alert">
      <span class="mark ${isOurs && icon === 'error' ? 'danger' : ''}"><dw-icon name=${icon}></dw-icon></span>
      <h2>${isPage ? what : heading}</h2>${isPage ? nothing : html`<p>${what}</p>`}
      ${hint === null ? nothing : html`<p>${hint}</p>`}
      ${isOurs ? html`<p class="code">${problem.code}${problem.requestId === null ? nothing : html` ${t('· request {requestId}', { requestId: problem.requestId })}`}</p>` : nothing}
      ${isOurs ? html`<div class="actions"><dw-button icon="refresh" @click=${retry}>${t('Try again')}</dw-button></div>` : nothing}
      ${isPage && !isOurs ? html`<div class="actions"><dw-button href="/">${t('Go to the overview')}</dw-button></div>` : nothing}
    </div>`;
    // In the place of a whole page it stands as what the page would hold: beneath its title, in a card.
    return isPage
      ? html`<dw-page-header heading=${heading}></dw-page-header><dw-card>${state}</dw-card>`
      : state;
  }
}

/** A boxed remark beside content. @public */
export class DwCallout extends LitElement {
  static override properties = {
    tone: { type: String },
    icon: { type: String },
    heading: { type: String },
    live: { type: Boolean },
  };
  declare tone: Tone;
  declare icon: string;
  declare heading: string;
  /** Read out at once when it appears. */
  declare live: boolean;
  static override styles = [
    baseStyles,
    css`
      :host { display: block; }
      .callout { display: flex; gap: var(--dw-space-3); padding: var(--dw-space-3) var(--dw-space-4); border: 1px solid transparent; border-radius: var(--dw-radius); background: var(--dw-neutral-soft); color: var(--dw-neutral-text); overflow-wrap: anywhere; }
      .callout > dw-icon { margin-top: 0.15rem; }
      .callout > div { min-width: 0; flex: 1; }
      strong { display: block; font-weight: 600; }
      .info { background: var(--dw-info-soft); color: var(--dw-info-text); }
      .success { background: var(--dw-success-soft); color: var(--dw-success-text); }
      .warning { background: var(--dw-warning-soft); color: var(--dw-warning-text); }
      .danger { background: var(--dw-danger-soft); color: var(--dw-danger-text); }
    `,
  ];

  constructor() {
    super();
    this.tone = 'info';
    this.icon = '';
    this.heading = '';
    this.live = false;
  }

  override render(): unknown {
    const icon =
      this.icon ||
      { neutral: 'info', info: 'info', success: 'success', warning: 'warning', danger: 'error' }[this.tone];
    return html`<div class="callout ${this.tone}" role=${this.live ? 'alert' : nothing}><dw-icon name=${icon}></dw-icon>
      <div>${this.heading === '' ? nothing : html`<strong>${this.heading}</strong>`}<slot></slot></div></div>`;
  }
}
