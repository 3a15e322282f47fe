import {
  attempt,
  baseStyles,
  choiceOf,
  confirmAction,
  DataWaveElement,
  enterField,
  FormDraft,
  fieldOf,
  filterStyles,
  formatDateTime,
  formStyles,
  layoutStyles,
  msg,
  PagedList,
  type PageLocation,
  type ProblemError,
  Resource,
  rich,
  saveForm,
  suggestPeople,
  t,
  textOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Elevation, RoleToAskFor } from './api.ts';
import { refusalOf } from './faults.ts';
import { accessStyles } from './styles.ts';
import { nameOfWhom } from './suggest.ts';
import { tabsOf } from './tabs.ts';

const STATES = [
  ['requested', msg('Waiting', 'elevation')],
  ['approved', msg('Running', 'elevation')],
  ['refused', msg('Refused', 'elevation')],
  ['expired', msg('Over', 'elevation')],
  ['withdrawn', msg('Given back', 'elevation')],
  ['lapsed', msg('Nobody decided', 'elevation')],
] as const;
const TONES: Readonly<Record<string, string>> = {
  requested: 'warning',
  approved: 'success',
  refused: 'danger',
};
/** Minutes for which a role is asked for. */
const DURATIONS = [30, 60, 120, 240, 480] as const;

const stateTitle = (state: string): string => {
  const found = STATES.find(([known]) => known === state);
  return found === undefined ? state : t(found[1], {}, 'elevation');
};

/** `30 minutes`, `2 hours`. */
const lengthWords = (minutes: number): string =>
  minutes % 60 === 0
    ? t('{n, plural, one {# hour} other {# hours}}', { n: minutes / 60 })
    : t('{n, plural, one {# minute} other {# minutes}}', { n: minutes });

interface Asked {
  readonly role: string;
  readonly minutes: string;
  readonly reason: string;
}

const EMPTY: Asked = { role: '', minutes: '60', reason: '' };

/** Roles for a time: asked for with a reason, approved or refused by somebody else, over by themselves or earlier. */
export class AccessElevationsPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    isAsking: { state: true },
    asked: { state: true },
    isSaving: { state: true },
    problem: { state: true },
    notes: { state: true },
  };
  declare page: PageLocation;
  declare isAsking: boolean;
  /** What stands in the form. */
  declare asked: Asked;
  readonly #draft = new FormDraft<Asked>(this, () => 'ask');
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
    this.asked = EMPTY;
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
    const left = this.#draft.take();
    if (left !== null) {
      this.asked = left.values;
      this.isAsking = this.shell.may('elevations:request');
    }
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
    const ask = async (): Promise<void> => {
      await this.shell.api.post('/elevations', {
        ...{ role: text('role'), reason: text('reason'), minutes: Number(text('minutes')) },
      });
      this.isAsking = false;
      this.shell.notify({ tone: 'success', message: t('Asked. Whoever approves sees it now.') });
      await this.#elevations.reload();
    };
    await saveForm(this, ask, { draft: this.#draft });
    if (this.problem === null) this.asked = EMPTY;
  }

  readonly #typed = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLFormElement)) return;
    const data = new FormData(currentTarget);
    const text = (name: string): string => String(data.get(name) ?? '');
    this.asked = { role: text('role'), minutes: text('minutes'), reason: text('reason') };
    this.#draft.keep(this.asked);
  };

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
        ? t('Give {role} back?', { role: t(elevation.role.title) })
        : t('End {role} of {name}?', { role: t(elevation.role.title), name: elevation.principal.name }),
      text: t('What it permits ends at once.'),
      action: isOwn ? t('Give back') : t('End now'),
      isDangerous: true,
    });
    if (isSure) await this.#do('withdraw', elevation);
  }

  override render(): unknown {
    const state = this.page.query.get('state') ?? '';
    const choose = (chosen: string): void =>
      this.shell.navigate(withQuery('/elevations', { state: chosen }), { replace: true });
    return html`<dw-page-header heading=${t('Elevation')}><p slot="sub">${t('A role for a time: asked for with a reason, approved by somebody else, over by itself.')}</p>
        ${
          this.shell.may('elevations:request')
            ? html`<dw-button slot="actions" variant="primary" icon="plus" expanded=${this.isAsking ? 'true' : 'false'} @click=${() => {
                this.isAsking = !this.isAsking;
              }}>${t('Ask for a role')}</dw-button>`
            : nothing
        }</dw-page-header>
      ${tabsOf(this.shell, '/elevations')}
      <div class="stack">
      ${this.isAsking ? this.#form() : nothing}
      <div class="filters" role="search" aria-label=${t('Filter elevations')}>${choiceOf({ label: t('State'), any: t('Any state'), value: state, options: STATES.map(([key]) => [key, stateTitle(key)] as const), choose })}</div>
      <dw-card flush>${this.#elevations.view({ ready: (items) => this.#list(items) })}</dw-card></div>`;
  }

  #form(): unknown {
    const roles = this.#roles.value ?? [];
    const role = html`<select id="role" name="role" required><option value="">${t('Choose a role')}</option>${roles.map(({ key, title, description }) => html`<option value=${key} ?selected=${key === this.asked.role}>${t(title)}${description === '' ? '' : `: ${t(description)}`}</option>`)}</select>`;
    return html`<dw-card heading=${t('Ask for a role')}><form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      if (event.currentTarget instanceof HTMLFormElement) void this.#ask(event.currentTarget);
    }} @input=${this.#typed} @change=${this.#typed}>${this.#draft.note(() => {
      this.asked = EMPTY;
    })}
      <div class="two">${fieldOf('role', t('Role'), role)}
      ${fieldOf('minutes', t('For how long'), html`<select id="minutes" name="minutes">${DURATIONS.map((minutes) => html`<option value=${minutes} ?selected=${String(minutes) === this.asked.minutes}>${lengthWords(minutes)}</option>`)}</select>`)}</div>
      ${fieldOf('reason', t('Reason'), html`<textarea id="reason" name="reason" .value=${this.asked.reason} rows="2" required minlength="3" maxlength="1000" aria-describedby="reason-help"></textarea>`, { help: t('Whoever approves reads it, and it stands in the audit trail.') })}
      ${refusalOf(this.problem)}
      <div class="actions"><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Ask')}</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }

  #decided({ state, decidedBy, decidedByName }: Elevation, at: string): unknown {
    const when = html`<dw-time at=${at}></dw-time>`;
    const who = decidedByName ?? nameOfWhom(decidedBy, this.#names.value);
    const isRefused = state === 'refused';
    if (who === null) return isRefused ? rich('Refused {when}', { when }) : rich('Approved {when}', { when });
    const name = html`<bdi>${who}</bdi>`;
    return isRefused
      ? rich('Refused {when} by {name}', { when, name })
      : rich('Approved {when} by {name}', { when, name });
  }

  #list(elevations: readonly Elevation[]): unknown {
    if (elevations.length === 0)
      return html`<dw-empty icon="clock" heading=${t('Nobody asked for a role')}>${t('Ask for one when what you hold is not enough for what you have to do now.')}</dw-empty>`;
    return html`<ul role="list">${repeat(
      elevations,
      ({ id }) => id,
      (elevation) => this.#entry(elevation),
    )}</ul>`;
  }

  #entry(elevation: Elevation): unknown {
    const { id, role, principal, reason, state, minutes, requestedAt, decidedAt, note, expiresAt, endedAt } =
      elevation;
    const isOwn = principal.id === this.#me.value;
    const mayDecide = this.shell.may('elevations:approve') && !isOwn;
    const title = stateTitle(state);
    const decide = (verb: 'approve' | 'refuse', label: string, variant: string): unknown =>
      html`<dw-button size="small" variant=${variant} @click=${() => void this.#do(verb, elevation)}>${label}<span class="visually-hidden">: ${t('{role} for {name}', { role: t(role.title), name: principal.name })}</span></dw-button>`;
    const values = {
      name: html`<strong><bdi>${principal.name}</bdi></strong>`,
      role: html`<strong><bdi>${t(role.title)}</bdi></strong>`,
      time: lengthWords(minutes),
    };
    const sentence =
      state === 'requested'
        ? rich('{name} asks for {role} for {time}', values)
        : rich('{name} asked for {role} for {time}', values);
    return html`<li>
      <div class="row apart"><span class="row"><span>${sentence}</span> <dw-badge tone=${TONES[state] ?? 'neutral'} dot>${title}</dw-badge></span>
        <span class="muted small"><dw-time at=${requestedAt}></dw-time></span></div>
      <blockquote><bdi>${reason}</bdi></blockquote>
      ${decidedAt === null ? nothing : html`<p class="muted small">${this.#decided(elevation, decidedAt)}${note === null ? nothing : html`: <bdi>${note}</bdi>`}</p>`}
      ${
        state === 'approved' && expiresAt !== null
          ? html`<div class="row apart"><span class="small">${rich('Runs until {time} ({ends})', { time: formatDateTime(new Date(expiresAt)), ends: html`<dw-time at=${expiresAt}></dw-time>` })}</span>
        ${isOwn || mayDecide ? html`<dw-button size="small" variant="danger" @click=${() => void this.#end(elevation, isOwn)}>${isOwn ? t('Give back') : t('End now')}<span class="visually-hidden">: ${t('{role} of {name}', { role: t(role.title), name: principal.name })}</span></dw-button>` : nothing}</div>`
          : nothing
      }
      ${endedAt === null || state === 'requested' ? nothing : html`<p class="muted small">${rich('Over since {when}', { when: html`<dw-time at=${endedAt}></dw-time>` })}</p>`}
      ${
        state === 'requested' && mayDecide
          ? html`<div class="decide"><input aria-label=${t('Note to {name}', { name: principal.name })} placeholder=${t('A note, if you like')} maxlength="1000" .value=${this.notes[id] ?? ''} @input=${(
              event: Event,
            ) => {
              this.notes = { ...this.notes, [id]: textOf(event) };
            }}>${decide('approve', t('Approve'), 'primary')}${decide('refuse', t('Refuse'), 'danger')}</div>`
          : nothing
      }
      ${state === 'requested' && isOwn ? html`<div><dw-button size="small" @click=${() => void this.#do('withdraw', elevation)}>${t('Take back')}</dw-button></div>` : nothing}
    </li>`;
  }
}
