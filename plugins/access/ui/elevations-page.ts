import {
  attempt,
  baseStyles,
  choiceOf,
  confirmAction,
  DataWaveElement,
  enterField,
  fieldOf,
  filterStyles,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  type ProblemError,
  Resource,
  saveForm,
  suggestPeople,
  textOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Elevation, RoleToAskFor } from './api.ts';
import { refusalOf } from './faults.ts';
import { accessStyles } from './styles.ts';
import { byWhom } from './suggest.ts';
import { tabsOf } from './tabs.ts';

const STATES = [
  ['requested', 'Waiting'],
  ['approved', 'Running'],
  ['refused', 'Refused'],
  ['expired', 'Over'],
  ['withdrawn', 'Given back'],
  ['lapsed', 'Nobody decided'],
] as const;
const TONES: Readonly<Record<string, string>> = {
  requested: 'warning',
  approved: 'success',
  refused: 'danger',
};
const DURATIONS = [
  ['30', '30 minutes'],
  ['60', '1 hour'],
  ['120', '2 hours'],
  ['240', '4 hours'],
  ['480', '8 hours'],
] as const;

/** Roles for a time: asked for with a reason, approved or refused by somebody else, over by themselves or earlier. */
export class AccessElevationsPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    isAsking: { state: true },
    isSaving: { state: true },
    problem: { state: true },
    notes: { state: true },
  };
  declare page: PageLocation;
  declare isAsking: boolean;
  declare isSaving: boolean;
  declare problem: ProblemError | null;
  /** What is being written beside requests, by their ids. */
  declare notes: Readonly<Record<string, string>>;
  #elevations = new PagedList<Elevation>(
    this,
    () => ({
      path: '/elevations',
      query: { state: this.page.query.get('state') },
    }),
    { follows: ['elevations'] },
  );
  #me = new Resource(
    this,
    () => 'me',
    async (_, signal) =>
      (await this.shell.api.get<{ readonly principal: { readonly id: string } }>('/auth/session', { signal }))
        .principal.id,
  );
  #roles = new Resource(
    this,
    () => (this.isAsking ? 'roles' : null),
    async (_, signal) => (await this.shell.api.list<RoleToAskFor>('/elevations/roles', { signal })).items,
  );

  #names = new Resource(
    this,
    () => 'names',
    (_, signal) => suggestPeople(this.shell, signal),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    accessStyles,
    css`
      li { display: grid; gap: var(--dw-space-2); padding: var(--dw-space-4) var(--dw-space-5); border-bottom: 1px solid var(--dw-border); overflow-wrap: anywhere; }
      li:last-child { border-bottom: 0; }
      .decide { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); align-items: center; }
      .decide input { flex: 1 1 14rem; width: auto; }
      blockquote { margin: 0; padding-inline-start: var(--dw-space-3); border-inline-start: 3px solid var(--dw-border); }
    `,
  ];

  constructor() {
    super();
    this.isAsking = false;
    this.isSaving = false;
    this.problem = null;
    this.notes = {};
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.get('isAsking') === false && this.isAsking) void enterField(this.renderRoot, 'select#role');
  }

  /** Running ones end by themselves: the list is looked at again when the next one does. */
  override connectedCallback(): void {
    super.connectedCallback();
    const timer = setInterval(() => {
      const isOver = this.#elevations.items.some(
        ({ state, expiresAt }) =>
          state === 'approved' && expiresAt !== null && Date.parse(expiresAt) < Date.now(),
      );
      if (isOver) void this.#elevations.reload();
    }, 15_000);
    this.onDisconnect(() => clearInterval(timer));
  }

  async #ask(form: HTMLFormElement): Promise<void> {
    const data = new FormData(form);
    const text = (name: string): string => String(data.get(name) ?? '').trim();
    await saveForm(this, async () => {
      await this.shell.api.post('/elevations', {
        ...{ role: text('role'), reason: text('reason'), minutes: Number(text('minutes')) },
      });
      this.isAsking = false;
      this.shell.announce('Asked. Whoever approves sees it now.');
      await this.#elevations.reload();
    });
  }

  async #do(verb: 'approve' | 'refuse' | 'withdraw', { id }: Elevation): Promise<void> {
    const note = (this.notes[id] ?? '').trim();
    await attempt(this.shell, async () => {
      await this.shell.api.post(`/elevations/${id}/${verb}`, note === '' ? {} : { note });
      const { [id]: _done, ...rest } = this.notes;
      this.notes = rest;
      await this.#elevations.reload();
    });
  }

  async #end(elevation: Elevation, isOwn: boolean): Promise<void> {
    const isSure = await confirmAction(this, {
      heading: isOwn
        ? `Give ${elevation.role.title} back?`
        : `End ${elevation.role.title} of ${elevation.principal.name}?`,
      text: 'What it permits ends at once.',
      action: isOwn ? 'Give back' : 'End now',
      isDangerous: true,
    });
    if (isSure) await this.#do('withdraw', elevation);
  }

  override render(): unknown {
    const state = this.page.query.get('state') ?? '';
    const choose = (chosen: string): void =>
      this.shell.navigate(withQuery('/elevations', { state: chosen }), { replace: true });
    return html`<dw-page-header heading="Elevation"><p slot="sub">A role for a time: asked for with a reason, approved by somebody else, over by itself.</p>
        ${
          this.shell.may('elevations:request')
            ? html`<dw-button slot="actions" variant="primary" icon="plus" expanded=${this.isAsking ? 'true' : 'false'} @click=${() => {
                this.isAsking = !this.isAsking;
              }}>Ask for a role</dw-button>`
            : nothing
        }</dw-page-header>
      ${tabsOf(this.shell, '/elevations')}
      <div class="stack">
      ${this.isAsking ? this.#form() : nothing}
      <div class="filters" role="search" aria-label="Filter elevations">${choiceOf({ label: 'State', any: 'Any state', value: state, options: STATES, choose })}</div>
      <dw-card flush>${this.#elevations.view({ ready: (items) => this.#list(items) })}</dw-card></div>`;
  }

  #form(): unknown {
    const roles = this.#roles.value ?? [];
    const role = html`<select id="role" name="role" required><option value="">Choose a role</option>${roles.map(({ key, title, description }) => html`<option value=${key}>${title}${description === '' ? '' : `: ${description}`}</option>`)}</select>`;
    return html`<dw-card heading="Ask for a role"><form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      if (event.currentTarget instanceof HTMLFormElement) void this.#ask(event.currentTarget);
    }}>
      <div class="two">${fieldOf('role', 'Role', role)}
      ${fieldOf('minutes', 'For how long', html`<select id="minutes" name="minutes">${DURATIONS.map(([minutes, title]) => html`<option value=${minutes} ?selected=${minutes === '60'}>${title}</option>`)}</select>`)}</div>
      ${fieldOf('reason', 'Reason', html`<textarea id="reason" name="reason" rows="2" required minlength="3" maxlength="1000" aria-describedby="reason-help"></textarea>`, { help: 'Whoever approves reads it, and it stands in the audit trail.' })}
      ${refusalOf(this.problem)}
      <div class="actions"><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>Ask</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }

  #list(elevations: readonly Elevation[]): unknown {
    if (elevations.length === 0)
      return html`<dw-empty icon="clock" heading="Nobody asked for a role">Ask for one when what you hold is not enough for what you have to do now.</dw-empty>`;
    return html`<ul role="list">${repeat(
      elevations,
      ({ id }) => id,
      (elevation) => this.#entry(elevation),
    )}</ul>`;
  }

  #entry(elevation: Elevation): unknown {
    const {
      id,
      role,
      principal,
      reason,
      state,
      minutes,
      requestedAt,
      decidedBy,
      decidedAt,
      note,
      expiresAt,
      endedAt,
    } = elevation;
    const isOwn = principal.id === this.#me.value;
    const mayDecide = this.shell.may('elevations:approve') && !isOwn;
    const title = STATES.find(([known]) => known === state)?.[1] ?? state;
    const decide = (verb: 'approve' | 'refuse', label: string, variant: string): unknown =>
      html`<dw-button size="small" variant=${variant} @click=${() => void this.#do(verb, elevation)}>${label}<span class="visually-hidden"> ${role.title} for ${principal.name}</span></dw-button>`;
    return html`<li>
      <div class="row apart"><span class="row"><strong>${principal.name}</strong> <span>${state === 'requested' ? 'asks for' : 'asked for'} <strong>${role.title}</strong> for ${minutes} minutes</span> <dw-badge tone=${TONES[state] ?? 'neutral'} dot>${title}</dw-badge></span>
        <span class="muted small"><dw-time at=${requestedAt}></dw-time></span></div>
      <blockquote>${reason}</blockquote>
      ${decidedAt === null ? nothing : html`<p class="muted small">Decided <dw-time at=${decidedAt}></dw-time>${byWhom(decidedBy, this.#names.value)}${note === null ? nothing : html`: ${note}`}</p>`}
      ${
        state === 'approved' && expiresAt !== null
          ? html`<div class="row apart"><span class="small">Runs until ${new Date(expiresAt).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })} (<dw-time at=${expiresAt}></dw-time>)</span>
        ${isOwn || mayDecide ? html`<dw-button size="small" variant="danger" @click=${() => void this.#end(elevation, isOwn)}>${isOwn ? 'Give back' : 'End now'}<span class="visually-hidden">: ${role.title} of ${principal.name}</span></dw-button>` : nothing}</div>`
          : nothing
      }
      ${endedAt === null || state === 'requested' ? nothing : html`<p class="muted small">Over since <dw-time at=${endedAt}></dw-time></p>`}
      ${
        state === 'requested' && mayDecide
          ? html`<div class="decide"><input aria-label="Note to ${principal.name}" placeholder="A note, if you like" maxlength="1000" .value=${this.notes[id] ?? ''} @input=${(
              event: Event,
            ) => {
              this.notes = { ...this.notes, [id]: textOf(event) };
            }}>${decide('approve', 'Approve', 'primary')}${decide('refuse', 'Refuse', 'danger')}</div>`
          : nothing
      }
      ${state === 'requested' && isOwn ? html`<div><dw-button size="small" @click=${() => void this.#do('withdraw', elevation)}>Take back</dw-button></div>` : nothing}
    </li>`;
  }
}
