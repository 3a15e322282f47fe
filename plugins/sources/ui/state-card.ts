import {
  baseStyles,
  confirmAction,
  DataWaveElement,
  layoutStyles,
  ProblemError,
  Resource,
  type SourceState,
  saidText,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { SourceDetail, SourceTransition } from './api.ts';
import { stateMeaning, stateTone, stateVerb, stateWords } from './words.ts';

const SHOWN = 6;

/** Where a source stands, who put it there and why, and where it may be put. Fires `dw-saved` when that has changed. */
export class SourcesStateCard extends DataWaveElement {
  static override properties = {
    source: { attribute: false },
    etag: { type: String },
    isBusy: { state: true },
  };
  declare source: SourceDetail;
  declare etag: string | null;
  declare isBusy: boolean;
  #record = new Resource(
    this,
    () => [this.source.id, this.source.state] as const,
    ([id], signal) =>
      this.shell.api.list<SourceTransition>(`/sources/${encodeURIComponent(id)}/transitions`, { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      ul { display: grid; gap: var(--dw-space-1); }
      li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--dw-space-2); }
    `,
  ];

  constructor() {
    super();
    this.etag = null;
    this.isBusy = false;
  }

  async #put(state: SourceState): Promise<void> {
    const { id, title, state: from } = this.source;
    const isConfirmed =
      state !== 'retired' ||
      (await confirmAction(this, {
        heading: t('Retire {title}?', { title }),
        text: t(
          'It is not scanned or checked any more, and a scan that is going on is cancelled. What is known of it stays. It can be brought back.',
        ),
        action: t('Retire source'),
        isDangerous: true,
      }));
    if (!isConfirmed) return;
    this.isBusy = true;
    try {
      await this.shell.api.patch(
        `/sources/${encodeURIComponent(id)}`,
        { state },
        this.etag === null ? {} : { ifMatch: this.etag },
      );
      this.shell.notify({
        tone: 'success',
        message: t('{title}: {from} is now {to}.', { title, from: stateWords(from), to: stateWords(state) }),
      });
      this.dispatchEvent(new Event('dw-saved', { bubbles: true, composed: true }));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.shell.notify({
        tone: 'danger',
        message:
          error.status === 412
            ? t('Somebody else changed this source meanwhile. Reload the page to see it.')
            : `${error.message} ${error.hint ?? ''}`,
      });
    } finally {
      this.isBusy = false;
    }
  }

  override render(): unknown {
    const { state, nextStates } = this.source;
    return html`<dw-card heading=${t('State')}>
      <div class="stack">
        <p class="row"><dw-badge tone=${stateTone(state)}>${stateWords(state)}</dw-badge><span class="muted">${stateMeaning(state)}</span></p>
        ${
          this.shell.may('sources:write') && nextStates.length > 0
            ? html`<div class="row">${nextStates.map((next) => html`<dw-button size="small" ?busy=${this.isBusy} @click=${() => void this.#put(next)}>${stateVerb(state, next)}</dw-button>`)}</div>`
            : nothing
        }
        ${this.#record.view({
          ready: ({ items }) =>
            items.length === 0
              ? nothing
              : html`<ul role="list" aria-label=${t('Changes of its state')}>${items
                  .slice(-SHOWN)
                  .reverse()
                  .map(
                    (entry) =>
                      html`<li><dw-badge tone=${entry.to === 'deleted' ? 'danger' : stateTone(entry.to)}>${stateWords(entry.to)}</dw-badge><span class="small">${saidText(entry.reason)}</span><span class="muted small">${actorWords(entry.actor)}</span><dw-time class="muted small" at=${entry.at}></dw-time></li>`,
                  )}</ul>`,
        })}
      </div></dw-card>`;
  }
}

/** `user:ada` is Ada's; what plugins did is the platform's. */
const actorWords = (actor: string): string =>
  t('by {actor}', {
    actor: /^(system$|plugin:)/.test(actor) ? 'DataWave' : actor.replace(/^(user|service):/, ''),
  });
