import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  Resource,
  rich,
  sensitivityWord,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { assetHref, type DecisionBody, type Foreseen, type ForeseenViolation } from './api.ts';

/** Moving through the queue asks nothing; who rests on a verdict sees what it would change. */
const REST_MS = 400;

/** What a decision would change: violations that come and go, what would stand for columns, and how sensitive they would be. */
export class ReviewForesight extends DataWaveElement {
  static override properties = {
    body: { attribute: false },
    heading: { type: String },
    rested: { state: true },
  };
  declare body: DecisionBody | null;
  declare heading: string;
  /** What was looked at for long enough. */
  declare rested: string | null;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #wanted = '';
  #foreseen = new Resource(
    this,
    () => this.rested,
    (body, signal) =>
      this.shell.api.post<Foreseen>('/classifications/foresight', JSON.parse(body), { signal }),
  );
  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      :host { display: block; font-size: var(--dw-font-size-s); }
      .line { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem var(--dw-space-2); }
      summary .line { display: inline; }
      summary .line > * { margin-inline-end: var(--dw-space-2); }
      .heading { font-weight: 600; }
      ul { display: grid; gap: 0.25rem; margin-top: var(--dw-space-2); }
      li { overflow-wrap: anywhere; }
      .gained { color: var(--dw-danger-text); }
      .lost { color: var(--dw-success-text); }
    `,
  ];

  constructor() {
    super();
    this.body = null;
    this.heading = '';
    this.rested = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#waiting);
  }

  override willUpdate(): void {
    const wanted = this.body === null ? '' : JSON.stringify(this.body);
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.rested = null;
    clearTimeout(this.#waiting);
    if (wanted === '') return;
    this.#waiting = setTimeout(() => {
      this.rested = wanted;
    }, REST_MS);
  }

  override render(): unknown {
    if (this.body === null) return nothing;
    const heading = html`<span class="heading">${this.heading}</span>`;
    if (this.rested === null) return html`<p class="line">${heading} <span class="muted">…</span></p>`;
    return this.#foreseen.view({
      loading: () => html`<p class="line">${heading} <span class="muted">…</span></p>`,
      failed: () =>
        html`<p class="line">${heading} <span class="muted">${t('This cannot be told now.')}</span></p>`,
      ready: (foreseen) => this.#told(heading, foreseen),
    });
  }

  #told(heading: unknown, { columns, violations, isComplete }: Foreseen): unknown {
    const gained = violations?.gainedTotal ?? 0;
    const lost = violations?.lostTotal ?? 0;
    const levels = columns.filter(({ sensitivity }) => sensitivity.from !== sensitivity.to).length;
    const nothingChanges = columns.length === 0 && gained === 0 && lost === 0;
    const least = isComplete
      ? nothing
      : html`<span class="muted">${t('looked at the first assets only')}</span>`;
    const parts = html`<span class="line">${heading}
      ${nothingChanges ? html`<span class="muted">${t('nothing changes but that a person has said so')}</span>` : nothing}
      ${gained === 0 ? nothing : html`<span class="gained">${t('{n, plural, one {# violation more} other {# violations more}}', { n: gained })}</span>`}
      ${lost === 0 ? nothing : html`<span class="lost">${t('{n, plural, one {# violation fewer} other {# violations fewer}}', { n: lost })}</span>`}
      ${columns.length === 0 ? nothing : html`<span>${t('{n, plural, one {# column changes its type} other {# columns change their type}}', { n: columns.length })}</span>`}
      ${levels === 0 ? nothing : html`<span>${t('{n, plural, one {# changes its sensitivity} other {# change their sensitivity}}', { n: levels })}</span>`}
      ${least}</span>`;
    if (nothingChanges) return html`<p>${parts}</p>`;
    return html`<details><summary>${parts}</summary><ul role="list">
      ${columns.map(
        (column) =>
          html`<li><a href=${assetHref(column.asset)}>${column.assetName}</a>.${column.column}: ${this.#change(this.#type(column.infoType.from), this.#type(column.infoType.to))}${column.sensitivity.from === column.sensitivity.to ? nothing : html`, ${this.#change(levelOf(column.sensitivity.from), levelOf(column.sensitivity.to))}`}</li>`,
      )}
      ${(violations?.gained ?? []).map((violation) => html`<li class="gained">+ ${violationWords(violation)}</li>`)}
      ${(violations?.lost ?? []).map((violation) => html`<li class="lost">− ${violationWords(violation)}</li>`)}
    </ul></details>`;
  }

  #type(id: string | null): string {
    return id === null || id === '' ? t('nothing recognised') : this.infoTypeTitle(id);
  }

  #change(from: string, to: string): unknown {
    return from === to
      ? to
      : rich('<s>{from}</s> becomes {to}', {
          from,
          to,
          s: (parts) => html`<span class="muted">${parts}</span>`,
        });
  }
}

const levelOf = (level: Parameters<typeof sensitivityWord>[0] | null): string =>
  level === null ? t('not sensitive') : sensitivityWord(level);

const violationWords = ({
  frameworkTitle,
  control,
  controlTitle,
  assetName,
  column,
}: ForeseenViolation): string =>
  `${t(frameworkTitle)} ${control} ${t(controlTitle)}: ${assetName}${column === null ? '' : `.${column}`}`;
