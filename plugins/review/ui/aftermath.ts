import { baseStyles, count, DataWaveElement, layoutStyles, Resource } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Alike, assetHref } from './api.ts';
import { type Done, describeAct, messageOf } from './decide.ts';

/** What was decided last: how to undo it, and which columns look alike. Fires `review-undo`, and `dw-changed` when those were decided, too. */
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
    return this.done?.items.length === 1 && item?.question === 'type' ? item.id : null;
  }

  override render(): unknown {
    const { done } = this;
    if (done === null) return nothing;
    const [item] = done.items;
    const what =
      done.items.length === 1 && item !== undefined
        ? html`<strong>${item.assetName}.${item.column}</strong> ${describeAct(done.act, item.infoType, this.infoTypeTitle)}`
        : html`<strong>${count(done.items.length, 'verdict')}</strong> ${describeAct(done.act, null, this.infoTypeTitle)}`;
    return html`<div class="strip"><p role="status">${what}.</p>
      ${this.#alike.view({ ready: (alike) => this.#offer(alike), loading: () => nothing, failed: () => nothing })}
      <dw-button size="small" variant="quiet" @click=${() => void this.dispatchEvent(new Event('review-undo'))}>Undo</dw-button></div>`;
  }

  #offer(alike: Alike): unknown {
    if (alike.total === 0) return nothing;
    const isRejection = this.done?.act.action === 'reject';
    const shown = alike.items.length;
    const verb = isRejection
      ? `Reject ${count(shown, 'column')}`
      : `Make ${count(shown, 'column')} ${this.infoTypeTitle(alike.infoType ?? '')}`;
    return html`<dw-button size="small" icon="columns" @click=${() => {
      this.isOpen = true;
    }}>${count(alike.total, 'other column looks', 'other columns look')} alike</dw-button>
      <dw-dialog heading="Columns that look alike" .open=${this.isOpen} @close=${() => {
        this.isOpen = false;
      }}>
        <p class="muted">Same words in the name, same shape of values, and nobody has decided. Nothing happens to them unless you say so.</p>
        <ul role="list" aria-label="Columns that look alike" tabindex="0">${alike.items.map(
          (column) =>
            html`<li><a href=${assetHref(column.asset)}>${column.assetName}</a>.${column.column} <span class="muted small">${column.infoType === null ? 'nothing recognised' : this.infoTypeTitle(column.infoType)}</span></li>`,
        )}</ul>
        ${alike.total > shown ? html`<p class="muted small">The first ${shown} of ${alike.total}.</p>` : nothing}
        <dw-button slot="actions" @click=${() => {
          this.isOpen = false;
        }}>Leave them</dw-button>
        <dw-button slot="actions" variant="primary" ?busy=${this.isBusy} @click=${() => void this.#apply(alike)}>${verb}</dw-button>
      </dw-dialog>`;
  }

  async #apply(alike: Alike): Promise<void> {
    this.isBusy = true;
    try {
      const rejected = alike.items.flatMap(({ verdict, version }) =>
        verdict === null || version === null ? [] : [{ id: verdict, version }],
      );
      const body =
        this.done?.act.action === 'reject'
          ? { action: 'reject', verdicts: rejected }
          : {
              action: 'correct',
              infoType: alike.infoType,
              columns: alike.items.map(({ columnId }) => columnId),
            };
      const { decided } = await this.shell.api.post<{ decided: number }>('/classifications/decisions', body);
      this.isOpen = false;
      this.shell.notify({ tone: 'success', message: `${count(decided, 'column')} decided alike.` });
      await this.#alike.reload();
      this.dispatchEvent(new Event('dw-changed', { bubbles: true, composed: true }));
    } catch (error) {
      this.shell.notify({ tone: 'danger', message: messageOf(error) });
    } finally {
      this.isBusy = false;
    }
  }
}
