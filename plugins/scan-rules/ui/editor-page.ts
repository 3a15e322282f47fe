import {
  attempt,
  baseStyles,
  confirmAction,
  DataWaveElement,
  EditGuard,
  FormDraft,
  formStyles,
  isAborted,
  layoutStyles,
  type PageLocation,
  ProblemError,
  Resource,
  rich,
  saidText,
  saveForm,
  t,
  type Versioned,
} from '@datawave/plugin-sdk/ui';
import { html, nothing, type PropertyValues } from 'lit';
import {
  type Choice,
  type Fault,
  faultAt,
  PATH,
  type RuleDetail,
  type RuleDocument,
  type RuleTemplate,
  ruleHref,
  rulePath,
} from './api.ts';
import { editorStyles } from './editor-styles.ts';
import { checkable, draftOf, newDraft, ruleOf } from './rule-draft.ts';
import { identityFields, judgingFields, samplingFields, selectionFields } from './rule-fields.ts';
import { scheduleFields } from './schedule-fields.ts';
import { templateChoice } from './template-choice.ts';

const crumbs = () => [{ title: t('Scan rules'), href: '/scan-rules' }];
const TYPING_PAUSE_MS = 300;

interface Choices {
  readonly classifiers: readonly Choice[];
  readonly frameworks: readonly Choice[];
}

/** What the page has its author write: a rule that there is, or one to begin with. */
interface Edited {
  readonly current: Versioned<RuleDetail> | null;
  readonly kept: RuleDocument;
  /** What to adapt of a template. */
  readonly adapt: string | null;
}

interface Checked {
  readonly errors: readonly Fault[];
  readonly next: readonly string[];
}

/** Writes a new rule or changes one, and shows meanwhile what is wrong with it and what it would touch. */
export class ScanRulesEditorPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    draft: { state: true },
    hasOwnCron: { state: true },
    checked: { state: true },
    isChecked: { state: true },
    refused: { state: true },
    problem: { state: true },
    isSaving: { state: true },
  };
  declare page: PageLocation;
  /** Null until somebody has written something: then the rule is shown as it is kept. */
  declare draft: RuleDocument | null;
  declare hasOwnCron: boolean;
  /** What the server said of the rule last. */
  declare checked: Checked | null;
  /** Whether that is of the rule as it stands now. */
  declare isChecked: boolean;
  declare refused: readonly Fault[];
  declare problem: ProblemError | null;
  declare isSaving: boolean;
  /** What was left of a new rule was looked for. */
  #isTaken = false;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #asked = '';
  #rule = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    async (id, signal) => {
      const current = await this.shell.api.getVersioned<RuleDetail>(rulePath(id), { signal });
      this.#opened(current);
      return current;
    },
  );
  #template = new Resource(
    this,
    () => (this.page.params['id'] === undefined ? 'templates' : null),
    (_, signal) => this.shell.api.all<RuleTemplate>(`${PATH}/templates`, { signal }),
  );
  #choices = new Resource(
    this,
    () => 'choices',
    (_, signal) => this.shell.api.get<Choices>(`${PATH}/choices`, { signal }),
  );
  #sources = new Resource(
    this,
    () => 'sources',
    (_, signal) => this.shell.api.all<Choice>('/sources', { signal, limit: 500 }),
  );
  #types = new Resource(
    this,
    () => 'info-types',
    (_, signal) => this.shell.api.all<Choice>('/info-types', { signal }),
  );

  readonly #kept = new FormDraft<RuleDocument>(this, () => `rule ${this.page.query.get('template') ?? ''}`);
  readonly #guard: EditGuard<RuleDocument> = new EditGuard<RuleDocument>(this, {
    topic: 'scan-rules',
    load: async (signal) => {
      const id = this.page.params['id'] ?? '';
      const { value, etag } = await this.shell.api.getVersioned<RuleDetail>(rulePath(id), { signal });
      return { value: draftOf(value), etag };
    },
    mine: () => this.draft ?? this.#guard.base ?? newDraft(),
    take: (draft) => {
      this.draft = draft;
    },
    fields: () => ({
      title: t('Name'),
      description: t('Description'),
      isEnabled: t('Enabled'),
      sources: t('Sources'),
      assets: t('Assets'),
      columns: t('Columns'),
      sampling: t('Sampling'),
      schedule: t('Schedule'),
      priority: t('Priority'),
    }),
  });

  static override styles = [baseStyles, layoutStyles, formStyles, editorStyles];

  constructor() {
    super();
    this.draft = null;
    this.hasOwnCron = false;
    this.checked = null;
    this.isChecked = false;
    this.refused = [];
    this.problem = null;
    this.isSaving = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#waiting);
  }

  /** Has the rule checked that is about to be drawn. */
  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!this.shell.may('scan-rules:write')) return;
    if (this.page.params['id'] === undefined && this.page.query.has('template') && !this.#isTaken) {
      this.#isTaken = true;
      this.draft ??= this.#kept.take()?.values ?? null;
    }
    const edited = this.#edited(this.#rule.value, this.#template.value ?? []);
    if (edited !== null) this.#check(this.draft ?? edited.kept, edited.current?.value.id ?? null);
  }

  /** What is read anew while somebody writes stays out of the form; saving it finds what has changed. */
  #opened({ value, etag }: Versioned<RuleDetail>): void {
    if (this.draft !== null || !this.shell.may('scan-rules:write')) return;
    const kept = this.#kept.take();
    this.draft = kept?.values ?? null;
    this.#guard.begin(draftOf(value), kept === null ? etag : kept.etag);
  }

  /** Null where a template is still to be chosen, or nothing has come yet. */
  #edited(current: Versioned<RuleDetail> | undefined, templates: readonly RuleTemplate[]): Edited | null {
    const { params, query } = this.page;
    if (params['id'] !== undefined)
      return current === undefined ? null : { current, kept: draftOf(current.value), adapt: null };
    const template = query.get('template');
    if (template === 'none') return { current: null, kept: newDraft(), adapt: null };
    const chosen = templates.find(({ id }) => id === template);
    return chosen === undefined
      ? null
      : { current: null, kept: this.#fromTemplate(chosen), adapt: chosen.adapt };
  }

  override render(): unknown {
    if (this.page.params['id'] !== undefined)
      return this.#rule.view({
        ready: (current) => this.#form(this.#edited(current, [])),
        failed: (problem, retry) =>
          html`<dw-page-header heading=${t('Scan rule')} .crumbs=${crumbs()}></dw-page-header><dw-problem .problem=${problem} @dw-retry=${retry}></dw-problem>`,
      });
    const begun = this.#edited(undefined, this.#template.value ?? []);
    if (begun !== null) return this.#form(begun);
    return this.#template.view({
      ready: (templates) =>
        html`<dw-page-header heading=${t('Add a scan rule')} .crumbs=${crumbs()}><p slot="sub">${t('Start from one of these, or from nothing.')}</p></dw-page-header>${templateChoice(templates)}`,
    });
  }

  /** What is offered in UTC is meant by the clock of whoever takes it. */
  #fromTemplate({ rule }: RuleTemplate): RuleDocument {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const { schedule } = rule;
    return draftOf({ ...rule, schedule: schedule === null ? null : { ...schedule, timeZone } });
  }

  #form(edited: Edited | null): unknown {
    if (edited === null) return nothing;
    const { current, kept, adapt } = edited;
    const draft = this.draft ?? kept;
    const rule = current?.value ?? null;
    const mayWrite = this.shell.may('scan-rules:write');
    const faults = this.refused.length > 0 ? this.refused : (this.checked?.errors ?? []);
    const change = (changed: Partial<RuleDocument>): void => {
      this.draft = { ...draft, ...changed };
      this.#kept.keep(this.draft, { etag: this.#guard.etag });
      // What was refused may have just been mended; the check will tell.
      this.refused = [];
      this.problem = null;
    };
    const fields = {
      draft,
      sources: this.#sources.value ?? [],
      classifiers: this.#choices.value?.classifiers ?? [],
      frameworks: this.#choices.value?.frameworks ?? [],
      infoTypes: (this.#types.value ?? []).toSorted((one, other) =>
        t(one.title).localeCompare(t(other.title)),
      ),
      faults,
      disabled: !mayWrite,
      change,
    };
    return html`<dw-page-header heading=${rule === null ? t('Add a scan rule') : rule.title} .crumbs=${crumbs()}>
        ${rule === null ? html`<p slot="sub">${t('Say what is scanned, how and when; what that would touch and cost is shown beside it.')}</p>` : html`<p slot="sub" class="row"><span>${t('version {version}', { version: String(rule.version) })}</span>${rule.isEnabled ? html`<dw-badge tone="success" dot>${t('enabled')}</dw-badge>` : html`<dw-badge>${t('disabled')}</dw-badge>`}<span>${rich('changed <time></time>', { time: () => html`<dw-time at=${rule.updatedAt}></dw-time>` })}</span></p>`}
        ${rule === null || current === null || !mayWrite ? nothing : html`<dw-button slot="actions" icon="power" @click=${() => void this.#toggle(rule)}>${rule.isEnabled ? t('Disable') : t('Enable')}</dw-button><dw-button slot="actions" variant="danger" icon="trash" @click=${() => void this.#delete(current)}>${t('Delete')}</dw-button>`}
      </dw-page-header>
      ${this.#guard.note()}${this.#kept.note(() => void this.#again())}
      ${adapt === null ? nothing : html`<dw-callout tone="info" class="adapt">${t(adapt)}</dw-callout>`}
      <div class="columns">
        <form class="stack loose" novalidate @submit=${(event: Event) => {
          event.preventDefault();
          void this.#save(draft, current);
        }}>
          ${identityFields(fields)} ${selectionFields(fields)} ${samplingFields(fields)}
          <dw-card heading=${t('When')}><fieldset ?disabled=${!mayWrite}><legend class="visually-hidden">${t('When')}</legend>
            ${scheduleFields({
              schedule: draft.schedule,
              isOwn: this.hasOwnCron,
              next: this.checked?.next ?? [],
              faults,
              change: (schedule, isOwn) => {
                this.hasOwnCron = isOwn;
                change({ schedule });
              },
            })}
            <div class="field"><label for="priority">${t('Priority')}</label><input id="priority" class="narrow" type="number" min="-100" max="100" step="1" .value=${String(draft.priority)} aria-describedby="priority-help" @change=${(
              event: Event,
            ) => {
              if (event.target instanceof HTMLInputElement)
                change({
                  priority: Math.round(Math.min(100, Math.max(-100, Number(event.target.value) || 0))),
                });
            }}><p class="help" id="priority-help">${t('From −100 to 100. Where several scans wait, the higher runs first.')}</p></div>
          </fieldset></dw-card>
          ${judgingFields(fields)}
          ${this.#complaints(faults)}
          ${mayWrite ? html`<div class="end"><dw-button href="/scan-rules">${t('Cancel')}</dw-button><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${rule === null ? t('Add rule') : t('Save')}</dw-button></div>` : nothing}
          <input type="submit" hidden>
        </form>
        <scan-rules-preview .rule=${!mayWrite || (this.isChecked && faults.length === 0) ? checkable(draft) : null} .ruleId=${rule?.id ?? ''} .isKept=${!mayWrite} .sources=${fields.sources}></scan-rules-preview>
      </div>
      ${
        rule === null
          ? nothing
          : html`<div class="below"><scan-rules-versions .ruleId=${rule.id} .version=${rule.version} @scan-rules-restored=${() => void this.#again()}></scan-rules-versions>
        <scan-rules-schedule .ruleId=${rule.id} .version=${rule.version} .sources=${fields.sources}></scan-rules-schedule></div>`
      }`;
  }

  /** Has the rule checked once its author pauses. */
  #check(draft: RuleDocument, ruleId: string | null): void {
    const body = { rule: checkable(draft), ...(ruleId === null ? {} : { ruleId }) };
    const wanted = JSON.stringify(body);
    if (wanted === this.#asked) return;
    const isFirst = this.#asked === '';
    this.#asked = wanted;
    clearTimeout(this.#waiting);
    this.isChecked = false;
    this.#waiting = setTimeout(() => void this.#askFor(body, wanted), isFirst ? 0 : TYPING_PAUSE_MS);
  }

  async #askFor(body: object, wanted: string): Promise<void> {
    try {
      const answer = await this.shell.api.post<Checked>(`${PATH}/check`, body, { signal: this.lifetime });
      if (wanted !== this.#asked) return;
      const errors = answer.errors.map(({ pointer, message }) => ({
        pointer,
        message: saidText(t(message)),
      }));
      const checked = { ...answer, errors };
      const [fault] = errors;
      if (fault !== undefined && this.checked?.errors[0]?.message !== fault.message)
        this.shell.announce(t('The rule has a fault: {fault}', { fault: fault.message }));
      this.checked = checked;
      this.isChecked = true;
    } catch (error) {
      if (isAborted(error) || wanted !== this.#asked) return;
      if (!(error instanceof ProblemError)) throw error;
      const errors = error.errors.map(({ pointer, message }) => ({
        pointer: pointer.replace(/^\/rule/, ''),
        message,
      }));
      this.checked = { errors, next: [] };
      this.isChecked = errors.length > 0;
      if (errors.length === 0) this.problem = error;
    }
  }

  /** What is wrong beyond the fields that show their own faults. */
  #complaints(faults: readonly Fault[]): unknown {
    if (this.problem === null) return nothing;
    return html`<dw-callout tone="danger" live heading=${t('It is not saved')}>${this.problem.message} ${faults.length > 0 ? t('See what is marked above.') : t(this.problem.hint ?? '')}</dw-callout>`;
  }

  async #save(draft: RuleDocument, current: Versioned<RuleDetail> | null): Promise<void> {
    if (draft.title.trim() === '') {
      this.refused = [{ pointer: '/title', message: t('Give it a name that your colleagues know it by.') }];
      this.renderRoot.querySelector<HTMLInputElement>('#title')?.focus();
      return;
    }
    const save = async (): Promise<void> => {
      const rule = ruleOf(this.draft ?? draft);
      if (current === null) {
        const { id, title } = await this.shell.api.post<RuleDetail>(PATH, rule);
        this.shell.notify({ tone: 'success', message: t('{title} is added.', { title }) });
        this.shell.navigate(ruleHref(id), { replace: true });
      } else {
        await this.shell.api.patch(rulePath(current.value.id), rule, { ifMatch: this.#guard.etag });
        this.shell.notify({ tone: 'success', message: t('{title} is saved.', { title: rule.title }) });
      }
    };
    await saveForm(this, save, { draft: this.#kept, guard: this.#guard });
    // `saveForm` may have found a problem since.
    const refused = this.problem as ProblemError | null;
    if (refused === null) return this.#again();
    this.refused = refused.errors;
    if (faultAt(refused.errors, '/title') !== null)
      this.renderRoot.querySelector<HTMLInputElement>('#title')?.focus();
  }

  /** Shows the rule as it is kept now. */
  async #again(): Promise<void> {
    await this.#rule.reload();
    this.draft = null;
    const now = this.#rule.value;
    if (now !== undefined) this.#guard.begin(draftOf(now.value), now.etag);
    this.hasOwnCron = false;
    this.refused = [];
    this.problem = null;
  }

  async #toggle(rule: RuleDetail): Promise<void> {
    await attempt(this.shell, async () => {
      await this.shell.api.post(`${rulePath(rule.id)}/${rule.isEnabled ? 'disable' : 'enable'}`);
      await this.#rule.reload();
      this.shell.announce(
        rule.isEnabled
          ? t('{title} is disabled.', { title: rule.title })
          : t('{title} is enabled.', { title: rule.title }),
      );
    });
  }

  async #delete({ value: rule, etag }: Versioned<RuleDetail>): Promise<void> {
    const isConfirmed = await confirmAction(this, {
      heading: t('Delete {title}?', { title: rule.title }),
      text: t(
        'The rule and its schedule are removed. This cannot be undone. Scans by it keep its name and version; those that run go on.',
      ),
      action: t('Delete rule'),
      isDangerous: true,
    });
    if (!isConfirmed) return;
    await attempt(this.shell, async () => {
      await this.shell.api.delete(rulePath(rule.id), { ifMatch: etag });
      this.shell.notify({ tone: 'success', message: t('{title} is deleted.', { title: rule.title }) });
      this.shell.navigate('/scan-rules', { replace: true });
    });
  }
}
