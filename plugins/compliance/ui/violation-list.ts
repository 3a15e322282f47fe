import {
  baseStyles,
  count,
  DataWaveElement,
  layoutStyles,
  type PageLocation,
  ProblemError,
  severityWord,
  t,
} from '@datawave/plugin-sdk/ui';
import {
  type DwGrid,
  type GridColumn,
  type GridSelected,
  gridOf,
  gridQuery,
  gridStateIn,
} from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import type { Violation, ViolationChange } from './api.ts';
import { messageOf } from './message.ts';
import { dayWords, stateTitle, stateTone } from './state-words.ts';
import type { Chosen } from './violation-filters.ts';
import type { ComplianceWaiveDialog } from './waive-dialog.ts';

/** Orders of the API by column. */
const ORDERS: Readonly<Record<string, string>> = {
  severity: 'severity',
  opened: 'age',
  due: 'due',
  asset: 'asset',
};
/** As many as the server changes in one request. */
const AT_ONCE = 200;
const MOST_AT_ONCE = 2000;

const cellStyles = css`
  .where { font-weight: 550; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; display: block; }
`;

interface ChangeResult {
  readonly outcome: 'changed' | 'refused';
  readonly problem: { readonly message: string } | null;
}

/** Violations in a grid, to be sorted, exported and changed together. Fires `dw-open` with an id, and `dw-moved`. */
export class ComplianceViolationList extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    filter: { attribute: false },
    states: { type: String },
    isWritable: { type: Boolean },
  };
  declare page: PageLocation;
  declare filter: Chosen;
  /** As the API takes them. */
  declare states: string;
  declare isWritable: boolean;
  static override styles = [baseStyles, layoutStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(this.shell.live.follow('violations', () => void this.reload()));
  }

  async reload(): Promise<void> {
    await this.renderRoot.querySelector<DwGrid>('dw-grid')?.reload();
  }

  override render(): unknown {
    const columns = violationColumns();
    const query = { ...this.filter, state: this.states };
    const change = (label: string, icon: string, said: ViolationChange) => ({
      ...{ label, icon },
      run: (selected: GridSelected<Violation>) => this.#change(selected, said),
    });
    return html`<dw-card flush>${gridOf<Violation>({
      label: t('Violations'),
      columns,
      key: ({ id }) => id,
      counted: (n) => count(n, 'violation'),
      open: ({ id }) => this.dispatchEvent(new CustomEvent('dw-open', { detail: id })),
      source: {
        key: query,
        load: async ({ cursor, limit, sort: [first] }, signal) => {
          const order = first === undefined ? undefined : ORDERS[first.key];
          // The API puts the worst and the oldest first; the grid's rising order has the mildest before.
          const isTurned =
            first !== undefined && first.descending !== (first.key === 'severity' || first.key === 'opened');
          return this.shell.api.list<Violation, { readonly total: number }>('/violations', {
            query: {
              ...query,
              limit,
              cursor: cursor ?? undefined,
              sort: order === undefined ? undefined : `${isTurned ? '-' : ''}${order}`,
            },
            signal,
          });
        },
      },
      state: gridStateIn(this.page.query, columns),
      onState: (state) =>
        this.shell.navigate(`/compliance?${gridQuery(state, this.page.query)}`, { replace: true }),
      storageKey: 'compliance.violations',
      fileName: 'violations',
      styles: cellStyles,
      bulk: this.isWritable
        ? [
            change(t('Begin work'), 'play', { state: 'in-progress' }),
            change(t('Resolve'), 'check', { state: 'resolved' }),
            ...(this.shell.may('compliance:waive')
              ? [
                  {
                    label: t('Waive'),
                    icon: 'clock',
                    run: (selected: GridSelected<Violation>) => this.#waive(selected),
                  },
                ]
              : []),
          ]
        : [],
      empty: {
        icon: 'success',
        heading: t('No violation fits'),
        text: t('Violations appear here when a scan finds data that a framework asks something of.'),
      },
    })}</dw-card><compliance-waive-dialog></compliance-waive-dialog>`;
  }

  async #waive(selected: GridSelected<Violation>): Promise<void> {
    const waiver = await this.renderRoot
      .querySelector<ComplianceWaiveDialog>('compliance-waive-dialog')
      ?.ask(selected.count ?? selected.keys.length);
    if (waiver !== null && waiver !== undefined) await this.#change(selected, { state: 'waived', waiver });
  }

  async #change(selected: GridSelected<Violation>, change: ViolationChange): Promise<void> {
    try {
      const ids =
        selected.all === null
          ? selected.keys
          : (
              await this.shell.api.all<Violation>('/violations', {
                query: { ...this.filter, state: this.states },
                limit: MOST_AT_ONCE,
              })
            )
              .map(({ id }) => id)
              .filter((id) => !selected.all?.except.includes(id));
      const results: ChangeResult[] = [];
      for (let from = 0; from < ids.length; from += AT_ONCE) {
        const { items } = await this.shell.api.post<{ items: readonly ChangeResult[] }>(
          '/violations/changes',
          {
            ids: ids.slice(from, from + AT_ONCE),
            change,
          },
        );
        results.push(...items);
      }
      const refused = results.filter(({ outcome }) => outcome === 'refused');
      const changed = results.length - refused.length;
      this.shell.notify(
        refused.length === 0
          ? {
              tone: 'success',
              message: t('{n, plural, one {# violation changed} other {# violations changed}}', {
                n: changed,
              }),
            }
          : {
              tone: 'warning',
              message: t('{changed, number} changed, {refused, number} refused: {reason}', {
                ...{ changed, refused: refused.length, reason: t(refused[0]?.problem?.message ?? '') },
              }),
            },
      );
      selected.clear();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.shell.notify({ tone: 'danger', message: error.message });
    }
    await this.reload();
    this.dispatchEvent(new Event('dw-moved'));
  }
}

function violationColumns(): readonly GridColumn<Violation>[] {
  return [
    {
      key: 'severity',
      title: t('Severity'),
      width: 110,
      sortable: true,
      text: ({ severity }) => severityWord(severity),
      cell: ({ severity }) => html`<dw-severity .level=${severity}></dw-severity>`,
    },
    {
      key: 'asset',
      title: t('Asset'),
      width: 220,
      grows: true,
      sortable: true,
      value: ({ assetName, column }) => (column === null ? assetName : `${assetName} ${column}`),
      cell: ({ assetName, column }) =>
        html`<span class="where"><bdi>${assetName.slice(0, 300)}</bdi>${column === null ? nothing : html` · <bdi>${column.slice(0, 300)}</bdi>`}</span>`,
    },
    { key: 'control', title: t('Control'), width: 130, value: ({ control }) => control },
    {
      key: 'state',
      title: t('State'),
      width: 120,
      value: ({ state }) => stateTitle(state),
      cell: ({ state }) => html`<dw-badge tone=${stateTone(state)}>${stateTitle(state)}</dw-badge>`,
    },
    {
      key: 'owner',
      title: t('Assignee'),
      width: 140,
      wide: true,
      value: ({ owner, ownerName }) => ownerName ?? owner,
      cell: ({ owner, ownerName }) => html`<bdi class="muted">${ownerName ?? owner ?? ''}</bdi>`,
    },
    {
      key: 'due',
      title: t('Due'),
      width: 110,
      sortable: true,
      value: ({ dueOn }) => dueOn,
      cell: ({ dueOn }) => (dueOn === null ? nothing : dayWords(dueOn)),
    },
    {
      key: 'opened',
      title: t('Opened'),
      width: 135,
      sortable: true,
      value: ({ openedAt }) => openedAt,
      cell: ({ openedAt }) => html`<dw-time at=${openedAt}></dw-time>`,
    },
    { key: 'source', title: t('Source'), width: 140, hidden: true, value: ({ sourceTitle }) => sourceTitle },
    { key: 'message', title: t('Message'), width: 320, hidden: true, value: messageOf },
  ];
}
