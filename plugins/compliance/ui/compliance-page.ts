import {
  baseStyles,
  count,
  DataWaveElement,
  type FrameworkInfo,
  formatNumber,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  Resource,
  severityTone,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { type ControlCount, type Violation, type ViolationCounts, WORST_FIRST } from './api.ts';
import { groupViolations } from './group-violations.ts';

type Filter = 'framework' | 'severity' | 'control';

/** Open violations: how many, of which articles, and each with its place and its remedy. Filters stand in the address. */
export class CompliancePage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #counts = new Resource(
    this,
    () => 'counts',
    (_, signal) => this.shell.api.get<ViolationCounts>('/violations/summary', { signal }),
  );
  #frameworks = new Resource(
    this,
    () => 'frameworks',
    (_, signal) => this.shell.api.all<FrameworkInfo>('/frameworks', { signal }),
  );
  #violations = new PagedList<Violation, { readonly total: number }>(this, () => ({
    path: '/violations',
    query: { state: 'open', ...this.#chosen() },
  }));

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .severities { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: var(--dw-space-3); }
      .severity { display: grid; gap: var(--dw-space-1); padding: var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); color: inherit; box-shadow: var(--dw-shadow); }
      .severity:hover { text-decoration: none; border-color: var(--dw-border-strong); }
      .severity[aria-current] { border-color: var(--dw-accent); box-shadow: inset 0 0 0 1px var(--dw-accent); }
      .severity strong { font-size: var(--dw-font-size-2xl); line-height: 1.15; font-weight: 620; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
      .controls { display: grid; }
      .control { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr) auto; align-items: center; gap: var(--dw-space-1) var(--dw-space-4); padding: 0.6875rem var(--dw-space-5); border-bottom: 1px solid var(--dw-border); color: inherit; }
      li:last-child .control { border-bottom: 0; }
      .control:hover { background: var(--dw-surface-2); text-decoration: none; }
      .control[aria-current] { background: var(--dw-accent-soft); }
      .control strong { font-weight: 570; }
      .filters { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2); }
      .filters select { width: auto; min-height: var(--dw-control-s); padding-block: 0.125rem; font-size: var(--dw-font-size-s); }
      .more { display: grid; place-items: center; padding: var(--dw-space-2); border-top: 1px solid var(--dw-border); }
      @media (max-width: 640px) {
        .severities { grid-template-columns: repeat(2, minmax(0, 1fr)); }
        .control { grid-template-columns: minmax(0, 1fr) auto; padding-inline: var(--dw-space-4); }
        .control .title { grid-column: 1 / -1; grid-row: 2; }
      }
    `,
  ];

  #chosen(): Record<Filter, string> {
    const { query } = this.page;
    return {
      framework: query.get('framework') ?? '',
      severity: query.get('severity') ?? '',
      control: query.get('control') ?? '',
    };
  }

  #href(change: Partial<Record<Filter, string>>): string {
    return withQuery('/compliance', { ...this.#chosen(), ...change });
  }

  override render(): unknown {
    return html`<dw-page-header heading="Compliance"><p slot="sub">What the frameworks ask of the data that was found.</p></dw-page-header>
      ${this.#counts.view({ ready: (counts) => this.#board(counts) })}`;
  }

  #board(counts: ViolationCounts): unknown {
    const chosen = this.#chosen();
    if (counts.open === 0)
      return html`<dw-card><dw-empty icon="success" heading="No open violation">Violations appear here when a scan finds data that a framework asks something of.</dw-empty></dw-card>`;
    return html`<div class="stack loose">
      <div class="severities" role="group" aria-label="Open violations by severity">${WORST_FIRST.map(
        (severity) => html`
        <a class="severity" href=${this.#href({ severity: chosen.severity === severity ? '' : severity })} aria-current=${chosen.severity === severity ? 'true' : nothing}>
          <strong>${formatNumber(counts.bySeverity[severity])}</strong><span><dw-badge tone=${severityTone(severity)} dot>${severity}</dw-badge></span></a>`,
      )}</div>
      <dw-card heading="By article and control" flush><ul class="controls" role="list">${counts.byControl
        .filter((control) => chosen.framework === '' || control.framework === chosen.framework)
        .map((control) => html`<li>${this.#control(control, chosen.control)}</li>`)}</ul></dw-card>
      <dw-card heading="Open violations" note=${this.#violations.page === undefined ? '' : count(this.#violations.page.total, 'violation')} flush>
        <div slot="actions" class="filters">${this.#frameworkFilter(chosen.framework)}
          ${Object.values(chosen).some((value) => value !== '') ? html`<dw-button variant="quiet" size="small" icon="close" href="/compliance">Clear</dw-button>` : nothing}</div>
        ${this.#violations.view({
          ready: (violations) =>
            violations.length === 0
              ? html`<dw-empty icon="search" heading="None fits">Try fewer filters.</dw-empty>`
              : repeat(
                  groupViolations(violations),
                  ([violation]) => violation.id,
                  (group) => html`<compliance-violation .group=${group}></compliance-violation>`,
                ),
        })}
      </dw-card></div>`;
  }

  #control(control: ControlCount, chosen: string): unknown {
    return html`<a class="control" href=${this.#href({ control: chosen === control.control ? '' : control.control })} aria-current=${chosen === control.control ? 'true' : nothing}>
      <strong>${control.control}</strong><span class="title muted">${control.title}</span>
      <span class="row"><dw-severity .level=${control.severity}></dw-severity><span class="number small muted">${count(control.violations, 'violation')}</span></span></a>`;
  }

  #frameworkFilter(chosen: string): unknown {
    const frameworks = this.#frameworks.value ?? [];
    if (frameworks.length < 2) return nothing;
    return html`<select aria-label="Framework" @change=${(event: Event) => {
      if (event.target instanceof HTMLSelectElement)
        this.shell.navigate(this.#href({ framework: event.target.value, control: '' }), { replace: true });
    }}>
      <option value="">All frameworks</option>${frameworks.map((framework) => html`<option value=${framework.id} ?selected=${framework.id === chosen}>${framework.title}</option>`)}</select>`;
  }
}
