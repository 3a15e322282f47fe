import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  type NavigateOptions,
  type PageLocation,
  ProblemError,
  Resource,
  t,
  tabsOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { Violation, ViolationFacets } from './api.ts';
import type { ComplianceBoard } from './board.ts';
import { type Chosen, chosenIn } from './violation-filters.ts';
import type { ComplianceWaiveDialog } from './waive-dialog.ts';

const VIEWS = ['coverage', 'board', 'list', 'evidence'] as const;
type View = (typeof VIEWS)[number];

/** What the frameworks ask of the data that was found: how their controls stand, what is to be done, and the evidence. */
export class CompliancePage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #counts = new Resource(
    this,
    () => (this.#view() === 'board' || this.#view() === 'list' ? this.#filter() : null),
    (filter, signal) =>
      this.shell.api.get<ViolationFacets>('/violations/facets', {
        query: { ...filter, state: this.#view() === 'list' ? this.#states() : 'all' },
        signal,
      }),
    { follows: ['violations'] },
  );
  static override styles = [baseStyles, layoutStyles];

  /** Links that narrow violations lead to the list of them. */
  #view(): View {
    const { query } = this.page;
    const asked = VIEWS.find((view) => view === query.get('view'));
    return asked ?? (Object.keys(this.#filter()).length > 0 || query.has('violation') ? 'list' : 'coverage');
  }

  #filter(): Chosen {
    return chosenIn(this.page.query);
  }

  #states(): string {
    return this.page.query.get('state') ?? 'standing';
  }

  #go(query: Readonly<Record<string, string | undefined>>): void {
    this.shell.navigate(withQuery('/compliance', query), { replace: true });
  }

  /** A view is a place to come back to, and an entry of the history. */
  #choose(view: string, how: NavigateOptions): void {
    const filter = view === 'board' || view === 'list' ? this.#filter() : {};
    this.shell.navigate(
      withQuery('/compliance', { ...filter, view: view === 'coverage' ? undefined : view }),
      how,
    );
  }

  /** What else stands in the address stays: how the grid is ordered, which violation is open. */
  #with(change: Readonly<Record<string, string>>, gone: readonly string[] = []): void {
    const kept = [...this.page.query].filter(([name]) => !gone.includes(name));
    this.#go({ ...Object.fromEntries(kept), view: this.#view(), ...change });
  }

  override render(): unknown {
    const view = this.#view();
    return html`<dw-page-header heading=${t('Compliance')}><p slot="sub">${t('What the frameworks ask of the data that was found.')}</p></dw-page-header>
      ${tabsOf({
        label: t('Views of compliance'),
        tabs: [
          { key: 'coverage', title: t('Coverage'), icon: 'shield' },
          { key: 'board', title: t('Board'), icon: 'layers' },
          { key: 'list', title: t('Violations'), icon: 'list' },
          { key: 'evidence', title: t('Evidence'), icon: 'clipboard' },
        ],
        selected: view,
        choose: (key, how) => this.#choose(key, how),
        panel: this.#panel(view),
      })}
      ${this.#open()}<compliance-waive-dialog></compliance-waive-dialog>`;
  }

  #panel(view: View): unknown {
    if (view === 'coverage')
      return html`<compliance-coverage-view .page=${this.page}></compliance-coverage-view>`;
    if (view === 'evidence')
      return html`<compliance-evidence-view .page=${this.page}></compliance-evidence-view>`;
    const filter = this.#filter();
    const isWritable = this.shell.may('compliance:write');
    const filters = html`<compliance-violation-filters .chosen=${filter} .counts=${this.#counts.value}
      @dw-choose=${(event: CustomEvent<Record<string, string>>) => this.#with(event.detail, Object.keys(filter))}></compliance-violation-filters>`;
    if (view === 'board')
      return html`${filters}<compliance-board .filter=${filter} .counts=${this.#counts.value} .isWritable=${isWritable}
        @dw-open=${this.#opened} @dw-moved=${() => void this.#counts.reload()} @dw-waive=${(event: CustomEvent<Violation>) => void this.#waive(event.detail)}></compliance-board>`;
    return html`${filters}<div class="stack">${this.#stateChoice()}<compliance-violation-list .page=${this.page} .filter=${filter} .states=${this.#states()} .isWritable=${isWritable}
      @dw-open=${this.#opened} @dw-moved=${() => void this.#counts.reload()}></compliance-violation-list></div>`;
  }

  #stateChoice(): unknown {
    const states = this.#states();
    const choices = [
      ['standing', t('Standing')],
      ['waived', t('Waived')],
      ['resolved', t('Resolved')],
      ['all', t('All')],
    ] as const;
    return html`<div class="row" role="group" aria-label=${t('How they stand')}>${choices.map(
      ([value, title]) =>
        html`<dw-button size="small" variant=${states === value ? 'primary' : 'secondary'} pressed=${states === value ? 'true' : 'false'} @click=${() => this.#with({ state: value })}>${title}</dw-button>`,
    )}</div>`;
  }

  readonly #opened = (event: CustomEvent<string>): void => this.#with({ violation: event.detail });

  #open(): unknown {
    const id = this.page.query.get('violation');
    return html`<dw-drawer heading=${t('Violation')} .open=${id !== null} @close=${() => {
      if (this.page.query.has('violation')) this.#with({}, ['violation']);
    }}>${id === null ? nothing : html`<compliance-violation-panel .violation=${id} @dw-moved=${this.#changed}></compliance-violation-panel>`}</dw-drawer>`;
  }

  readonly #changed = (): void => {
    void this.#counts.reload();
    void this.renderRoot
      .querySelector<ComplianceBoard>('compliance-board, compliance-violation-list')
      ?.reload();
  };

  async #waive(violation: Violation): Promise<void> {
    const dialog = this.renderRoot.querySelector<ComplianceWaiveDialog>('compliance-waive-dialog');
    const waiver = await dialog?.ask(1, violation.waiver);
    if (waiver === null || waiver === undefined) return;
    try {
      await this.shell.api.patch(`/violations/${violation.id}`, {
        ...{ state: 'waived', waiver, version: violation.version },
      });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.shell.notify({ tone: 'danger', message: error.message });
    }
    this.#changed();
  }
}
