import {
  baseStyles,
  DataWaveElement,
  formatDuration,
  layoutStyles,
  ProblemError,
  Resource,
  rich,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ActivityStatus, Verification } from './api.ts';
import { faultPlace, faultText } from './fault-words.ts';

/** Up to where the trail is sealed, and whether it is as it was sealed. */
export class ActivitySealing extends DataWaveElement {
  static override properties = { isBusy: { state: true }, found: { state: true }, seconds: { state: true } };
  declare isBusy: boolean;
  declare found: Verification | null;
  /** For how long it has been verified. */
  declare seconds: number;
  #status = new Resource(
    this,
    () => 'status',
    (_, signal) => this.shell.api.get<ActivityStatus>('/audit-events/status', { signal }),
    { follows: ['activity'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      :host { display: block; margin-bottom: var(--dw-space-4); }
      .line { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--dw-space-3); }
      .line p { margin: 0; min-width: 0; }
      dw-callout { display: block; margin-top: var(--dw-space-3); }
      .progress { margin-block-start: var(--dw-space-3); }
      dw-callout p { margin-block: 0 var(--dw-space-2); }
      code { overflow-wrap: anywhere; font-size: var(--dw-font-size-s); }
    `,
  ];

  constructor() {
    super();
    this.isBusy = false;
    this.found = null;
    this.seconds = 0;
  }

  override render(): unknown {
    return html`<dw-card>${this.#status.view({ loading: () => nothing, ready: (status) => this.#line(status) })}${this.#progress()}${this.#outcome()}</dw-card>`;
  }

  #line({ head, removed, halted }: ActivityStatus): unknown {
    return html`<div class="line">
        <p>${
          head === null
            ? t('Nothing is sealed yet.')
            : rich('{n, plural, one {# entry} other {# entries}} sealed, the last {when}.', {
                n: head.entries,
                when: html`<dw-time at=${head.sealedAt}></dw-time>`,
              })
        }${removed === null ? nothing : html` <span class="muted">${t('{n} of them were removed because they were too old.', { n: removed.entries })}</span>`}</p>
        ${
          this.shell.may('audit-events:verify')
            ? html`<dw-button icon="shield" ?busy=${this.isBusy} @click=${() => void this.#verify()}>${t('Verify')}</dw-button>`
            : nothing
        }</div>
      ${halted === null ? nothing : html`<dw-callout tone="danger" heading=${t('Nothing more is sealed.')}><span lang="en">${halted}</span></dw-callout>`}`;
  }

  #progress(): unknown {
    if (!this.isBusy) return nothing;
    const entries = this.#status.value?.head?.entries ?? 0;
    const words = t('{n, plural, one {# entry is} other {# entries are}} being verified, for {time}.', {
      n: entries,
      time: formatDuration(this.seconds * 1000),
    });
    return html`<div class="progress"><dw-progress label=${t('Verifying')}></dw-progress><p class="muted small">${words}</p></div>`;
  }

  #outcome(): unknown {
    const { found } = this;
    if (found === null) return nothing;
    const { fault, entries, seals, unsealed, head } = found;
    if (fault !== null)
      return html`<dw-callout tone="danger" live heading=${t('The trail is not as it was sealed.')}>
        <p>${faultText(fault)} ${faultPlace(fault)}</p>
        <p>${t('Keep the database as it is for whoever looks into it.')}</p>
        <p class="muted small"><code lang="en">${fault.message}</code></p></dw-callout>`;
    return html`<dw-callout tone="success" live heading=${t('Intact.')}>${t('{entries, plural, one {# entry} other {# entries}} under {seals, plural, one {# seal} other {# seals}} {entries, plural, one {is} other {are}} as sealed{unsealed, plural, =0 {} other {; # not sealed yet}}.', { entries, seals, unsealed })}
      ${head === null ? nothing : html`<br>${t('Head:')} <code>${head.sequence}:${head.hash}</code>`}</dw-callout>`;
  }

  async #verify(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.found = null;
    this.seconds = 0;
    const clock = setInterval(() => {
      this.seconds += 1;
    }, 1000);
    try {
      this.found = await this.shell.api.post<Verification>(
        '/audit-events/verify',
        {},
        { signal: this.lifetime },
      );
      await this.#status.reload();
    } catch (error) {
      if (this.lifetime.aborted) return;
      this.shell.notify({
        tone: 'danger',
        message: error instanceof ProblemError ? error.message : t('The trail could not be verified.'),
      });
    } finally {
      clearInterval(clock);
      this.isBusy = false;
    }
  }
}
