import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  ProblemError,
  Resource,
  rich,
  saidText,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { HealthAlert, ShownHealth } from './api.ts';
import { healthStateWords, healthTone, healthWords, latencyWords } from './words.ts';

/** How often what is on screen is looked up again. */
const REFRESH_MS = 15_000;
/** How often while somebody waits for a try, and for how long. */
const WATCH_MS = 700;
const WATCHES = 60;
const SHOWN_ALERTS = 5;

/** How a source fares: whether it answers, how fast, what keeps it from being asked, and a way to have it tried now. Fires `dw-health`. */
export class SourcesHealthCard extends DataWaveElement {
  static override properties = { sourceId: { type: String }, isTrying: { state: true } };
  declare sourceId: string;
  declare isTrying: boolean;
  #health = new Resource(
    this,
    () => this.sourceId || null,
    (id, signal) => this.shell.api.get<ShownHealth>(`/sources/${encodeURIComponent(id)}/health`, { signal }),
  );
  #told: ShownHealth | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      ul { display: grid; gap: var(--dw-space-1); }
      li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--dw-space-2); }
      h3 { margin-bottom: var(--dw-space-2); }
    `,
  ];

  constructor() {
    super();
    this.sourceId = '';
    this.isTrying = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => {
      if (!document.hidden && !this.isTrying) void this.#health.reload();
    }, REFRESH_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  override updated(): void {
    const health = this.#health.value;
    if (health === undefined || health === this.#told) return;
    this.#told = health;
    this.dispatchEvent(new CustomEvent('dw-health', { detail: health }));
  }

  /** Looks again, because something about the source has changed. */
  async reload(): Promise<void> {
    await this.#health.reload();
  }

  async #try(): Promise<void> {
    const before = this.#health.value?.checkedAt ?? null;
    this.isTrying = true;
    try {
      await this.shell.api.post(
        `/sources/${encodeURIComponent(this.sourceId)}/check`,
        {},
        { signal: this.lifetime },
      );
      for (let watch = 0; watch < WATCHES; watch += 1) {
        await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
        if (this.lifetime.aborted) return;
        await this.#health.reload();
        const now = this.#health.value;
        if (now !== undefined && now.checkedAt !== before) {
          this.shell.announce(t('The source is {health}.', { health: healthWords(now) }));
          return;
        }
      }
      this.shell.notify({
        tone: 'warning',
        message: t('No worker has tried the source yet. Its health will say when one has.'),
      });
    } catch (error) {
      if (this.lifetime.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      this.shell.notify({ tone: 'danger', message: error.message });
    } finally {
      this.isTrying = false;
    }
  }

  override render(): unknown {
    return html`<dw-card heading=${t('Health')}>
      ${this.shell.may('sources:write') ? html`<dw-button slot="actions" size="small" icon="activity" ?busy=${this.isTrying} @click=${() => void this.#try()}>${t('Try now')}</dw-button>` : nothing}
      ${this.#health.view({ ready: (health) => this.#ready(health) })}</dw-card>`;
  }

  #ready(health: ShownHealth): unknown {
    const { latency, checks, failures } = health.history;
    const share =
      checks === 0 ? '–' : `${(((checks - failures) / checks) * 100).toFixed(failures === 0 ? 0 : 1)} %`;
    return html`<div class="stack">
      <dl class="facts">
        <div><dt>${t('Now')}</dt><dd><sources-health-badge .health=${health}></sources-health-badge></dd></div>
        <div><dt>${t('Last asked')}</dt><dd>${health.checkedAt === null ? t('never') : html`<dw-time at=${health.checkedAt}></dw-time>`}</dd></div>
        <div><dt>${t('Answered, last {n, number} hours', { n: health.history.hours })}</dt><dd>${share}</dd></div>
        <div><dt>${t('Half of the answers')}</dt><dd>${latencyWords(latency.p50)}</dd></div>
        <div><dt>95 %</dt><dd>${latencyWords(latency.p95)}</dd></div>
        <div><dt>99 %</dt><dd>${latencyWords(latency.p99)}</dd></div>
      </dl>
      ${healthHindrance(health)}
      ${checks === 0 ? html`<p class="muted">${t('Nothing has been measured yet. It is checked from time to time, by itself.')}</p>` : html`<sources-latency-chart .history=${health.history}></sources-latency-chart>`}
      ${this.#alerts(health.history.alerts)}
    </div>`;
  }

  #alerts(alerts: readonly HealthAlert[]): unknown {
    if (alerts.length === 0) return nothing;
    return html`<div><h3>${t('What happened')}</h3><ul role="list">${alerts
      .slice(0, SHOWN_ALERTS)
      .map(
        ({ at, from, to, code }) =>
          html`<li><dw-badge tone=${healthTone(to)}>${healthStateWords(to)}</dw-badge><span class="muted small">${t('after {state}', { state: healthStateWords(from) })}${code === null ? nothing : html` · <code>${code}</code>`}</span><dw-time class="muted small" at=${at}></dw-time></li>`,
      )}</ul></div>`;
  }
}

/** What keeps a source from being asked, and when that is over. */
export function healthHindrance({
  breaker,
  isRefused,
  nextTryAt,
  error,
  hindrance,
  state,
  failures,
}: ShownHealth): unknown {
  const told = error === null ? nothing : html` ${saidText(error.message)} <code>${error.code}</code>`;
  const time = (at: string): object => html`<dw-time at=${at}></dw-time>`;
  if (breaker === 'half-open')
    return html`<dw-callout tone="info" icon="clock" heading=${t('One try decides')}>${t('Nothing else is asked of it until that has answered.')}${told}</dw-callout>`;
  if (isRefused)
    return html`<dw-callout tone="danger" heading=${t('It refuses the credentials')}>${t('Nothing is asked of it any more, so that the account is not locked, until its connection is changed or somebody tries it.')}${told}</dw-callout>`;
  if (breaker === 'open')
    return html`<dw-callout tone="danger" heading=${t('It is left alone for a while')}>${
      nextTryAt === null
        ? t('After {n, plural, one {# failure} other {# failures}} in a row. Asked again later.', {
            n: failures,
          })
        : rich('After {n, plural, one {# failure} other {# failures}} in a row. Asked again {when}.', {
            n: failures,
            when: time(nextTryAt),
          })
    }${told}</dw-callout>`;
  if (hindrance?.by === 'maintenance')
    return hindrance.until === null
      ? html`<dw-callout tone="info" icon="clock" heading=${t('It is under maintenance')}>${t('It is not asked until somebody ends it.')}</dw-callout>`
      : html`<dw-callout tone="info" icon="clock" heading=${t('It is in its hours of maintenance')}>${rich('It is not asked until {when}.', { when: time(hindrance.until) })}</dw-callout>`;
  if (state === 'degraded' && error !== null)
    return html`<dw-callout tone="warning" heading=${t('It did not answer when it was last asked')}>${told}</dw-callout>`;
  if (state === 'degraded')
    return html`<dw-callout tone="warning" heading=${t('It answers slowly')}></dw-callout>`;
  return nothing;
}
