import { baseStyles, DataWaveElement, layoutStyles, Resource, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { AlikeDecided } from './alike-dialog.ts';
import { type Alike, assetHref, type DecisionBody } from './api.ts';
import { type Done, decideBody, describeDone, messageOf } from './decide.ts';

/** What was decided last: how to undo it, and which columns look alike. Fires `review-undo`, and `review-alike` when those were decided, too. */
export class ReviewAftermath extends DataWaveElement {
  static override properties = {
    done: { attribute: false },
    isOpen: { state: true },
    isBusy: { state: true },
  };
  declare done: Done | null;
  declare isOpen: boolean;
  declare isBusy: boolean;
  #alike = new Resource(
    this,
    () => this.#subject(),
    (id, signal) => this.shell.api.get<Alike>(`/classifications/${id}/alike`, { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      :host { display: block; }
      a { text-decoration: underline; }
      .strip { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2) var(--dw-space-4); padding: var(--dw-space-2) var(--dw-space-4); border-radius: var(--dw-radius); background: var(--dw-success-soft); color: var(--dw-success-text); overflow-wrap: anywhere; }
      .strip p { flex: 1 1 14rem; min-width: 0; }
      ul { max-height: 40dvh; overflow-y: auto; border: 1px solid var(--dw-border); border-radius: var(--dw-radius); }
      li { padding: 0.375rem var(--dw-space-3); border-bottom: 1px solid var(--dw-border); overflow-wrap: anywhere; }
      li:last-child { border-bottom: 0; }
    `,
  ];

  constructor() {
    super();
    this.done = null;
    this.isOpen = false;
    this.isBusy = false;
  }

  /** Only one decision at a time has columns that look like it. */
  #subject(): string | null {
    const [item] = this.done?.items ?? [];
    const isOne = this.done?.items.length === 1 && this.done.also.length === 0;
    return isOne && item?.question === 'type' ? item.id : null;
  }

  override render(): unknown {
    const { done } = this;
    // The region is there before anything is said in it, or screen readers do not hear the first one.
    return html`<div class=${done === null ? '' : 'strip'}><p role="status">${done === null ? nothing : describeDone(done, this.infoTypeTitle)}</p>
      ${
        done === null
          ? nothing
          : html`${this.#alike.view({ ready: (alike) => this.#offer(alike), loading: () => nothing, failed: () => nothing })}
      <dw-button size="small" variant="quiet" @click=${() => void this.dispatchEvent(new Event('review-undo'))}>${t('Undo')}</dw-button>`
      }</div>`;
  }

  #offer(alike: Alike): unknown {
    if (alike.total === 0) return nothing;
    const shown = alike.items.length;
    const verb =
      this.done?.act.action === 'reject'
        ? t('Reject {n, plural, one {# column} other {# columns}}', { n: shown })
        : t('Make {n, plural, one {# column} other {# columns}} {type}', {
            ...{ n: shown, type: this.infoTypeTitle(alike.infoType ?? '') },
          });
    return html`<dw-button size="small" icon="columns" @click=${() => {
      this.isOpen = true;
    }}>${t('{n, plural, one {# other column looks} other {# other columns look}} alike', { n: alike.total })}</dw-button>
      <dw-dialog heading=${t('Columns that look alike')} .open=${this.isOpen} @close=${() => {
        this.isOpen = false;
      }}>
        <p class="muted">${t('Same words in the name, same shape of values, and nobody has decided. Nothing happens to them unless you say so.')}</p>
        <ul role="list" aria-label=${t('Columns that look alike')} tabindex="0">${alike.items.map(
          (column) =>
            html`<li><a href=${assetHref(column.asset)}>${column.assetName}</a>.${column.column} <span class="muted small">${column.infoType === null ? t('nothing recognised') : this.infoTypeTitle(column.infoType)}</span></li>`,
        )}</ul>
        ${alike.total > shown ? html`<p class="muted small">${t('The first {shown} of {total}.', { shown, total: alike.total })}</p>` : nothing}
        <review-foresight heading=${t('This would change:')} .body=${this.isOpen ? this.#body(alike) : null}></review-foresight>
        <dw-button slot="actions" @click=${() => {
          this.isOpen = false;
        }}>${t('Leave them')}</dw-button>
        <dw-button slot="actions" variant="primary" ?busy=${this.isBusy} @click=${() => void this.#apply(alike)}>${verb}</dw-button>
      </dw-dialog>`;
  }

  #body(alike: Alike): DecisionBody {
    if (this.done?.act.action !== 'reject')
      return {
        ...{ action: 'correct', infoType: alike.infoType ?? '' },
        columns: alike.items.map(({ columnId }) => columnId),
      };
    const verdicts = alike.items.flatMap(({ verdict, version }) =>
      verdict === null || version === null ? [] : [{ id: verdict, version }],
    );
    return { action: 'reject', verdicts };
  }

  async #apply(alike: Alike): Promise<void> {
    if (this.done === null) return;
    this.isBusy = true;
    try {
      const decided = await decideBody(this.shell.api, this.#body(alike));
      this.isOpen = false;
      this.shell.notify({
        tone: 'success',
        message: t('{n, plural, one {# column} other {# columns}} decided alike.', { n: decided.length }),
      });
      this.dispatchEvent(new AlikeDecided(this.done.act, decided));
    } catch (error) {
      this.shell.notify({ tone: 'danger', message: messageOf(error) });
    } finally {
      this.isBusy = false;
    }
  }
}
