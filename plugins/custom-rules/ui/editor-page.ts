import {
  attempt,
  baseStyles,
  confirmAction,
  DataWaveElement,
  EditGuard,
  FormDraft,
  formStyles,
  layoutStyles,
  type PageLocation,
  type ProblemError,
  Resource,
  rich,
  saveForm,
  t,
  type Versioned,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import {
  type Fault,
  faultAt,
  faultsBelow,
  type InfoType,
  type RuleDetail,
  type RuleVersion,
  ruleHref,
} from './api.ts';
import { BlockChange } from './block-editor.ts';
import { draftOf, isTryable, newDraft, type RuleDraft, ruleOf } from './rule-draft.ts';
import { applyFields, identityFields } from './rule-fields.ts';
import { TrialFaults, type TriedRule } from './trial-panel.ts';

const crumbs = () => [{ title: t('Classification rules'), href: '/rules' }];
const PATH = '/classification-rules';

/** Writes a new rule or changes one, and shows meanwhile what it would find. */
export class CustomRulesEditorPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    draft: { state: true },
    tried: { state: true },
    refused: { state: true },
    problem: { state: true },
    isSaving: { state: true },
  };
  declare page: PageLocation;
  /** Null until somebody has written something: then the rule is shown as it is kept. */
  declare draft: RuleDraft | null;
  /** Faults found while the rule was tried, and when it was last to be saved. */
  declare tried: readonly Fault[];
  declare refused: readonly Fault[];
  declare problem: ProblemError | null;
  declare isSaving: boolean;
  #rule = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    async (id, signal) => {
      const current = await this.shell.api.getVersioned<RuleDetail>(`${PATH}/${encodeURIComponent(id)}`, {
        signal,
      });
      this.#opened(current);
      return current;
    },
  );
  /** What was left of a new rule was looked for. */
  #isTaken = false;
  readonly #kept = new FormDraft<RuleDraft>(this, () => 'rule');
  readonly #guard: EditGuard<RuleDraft> = new EditGuard<RuleDraft>(this, {
    topic: 'custom-rules',
    load: async (signal) => {
      const id = encodeURIComponent(this.page.params['id'] ?? '');
      const { value, etag } = await this.shell.api.getVersioned<RuleDetail>(`${PATH}/${id}`, { signal });
      return { value: draftOf(value), etag };
    },
    mine: () => this.draft ?? this.#guard.base ?? newDraft(),
    take: (draft) => {
      this.draft = draft;
    },
    fields: () => ({
      title: t('Name'),
      description: t('Description'),
      infoType: t('Info type'),
      ownType: t('Info type of its own'),
      question: t('What it says of a column'),
      match: t('What fits'),
      share: t('Share of its values that fit, in percent'),
      values: t('Distinct values that fit, at least'),
      confidence: t('How far it is trusted'),
    }),
  });
  #types = new Resource(
    this,
    () => 'info-types',
    (_, signal) => this.shell.api.all<InfoType>('/info-types', { signal }),
  );
  #versions = new Resource(
    this,
    () => this.#rule.value?.value.id ?? null,
    (id, signal) => this.shell.api.all<RuleVersion>(`${PATH}/${encodeURIComponent(id)}/versions`, { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--dw-space-5); align-items: start; }
      @media (min-width: 1100px) { .columns { grid-template-columns: minmax(0, 1fr) minmax(22rem, 28rem); } custom-rules-trial { position: sticky; top: calc(3.5rem + var(--dw-space-4)); } }
      .end { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--dw-space-2); padding-top: var(--dw-space-4); border-top: 1px solid var(--dw-border); }
      .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); gap: var(--dw-space-4); align-items: start; }
      .choices { display: grid; gap: var(--dw-space-2); }
      .versions { display: grid; gap: var(--dw-space-2); }
    `,
  ];

  constructor() {
    super();
    this.draft = null;
    this.tried = [];
    this.refused = [];
    this.problem = null;
    this.isSaving = false;
  }

  override willUpdate(): void {
    if (this.page.params['id'] !== undefined || this.#isTaken) return;
    this.#isTaken = true;
    this.draft ??= this.#kept.take()?.values ?? null;
  }

  /** What is read anew while somebody writes stays out of the form; saving it finds what has changed. */
  #opened({ value, etag }: Versioned<RuleDetail>): void {
    if (this.draft !== null || !this.shell.may('custom-rules:write')) return;
    const left = this.#kept.take();
    this.draft = left?.values ?? null;
    this.#guard.begin(draftOf(value), left === null ? etag : left.etag);
  }

  override render(): unknown {
    if (this.page.params['id'] === undefined) return this.#form(null);
    return this.#rule.view({
      ready: (current) => this.#form(current),
      failed: (problem, retry) =>
        html`<dw-page-header heading=${t('Rule')} .crumbs=${crumbs()}></dw-page-header><dw-problem .problem=${problem} @dw-retry=${retry}></dw-problem>`,
    });
  }

  #form(current: Versioned<RuleDetail> | null): unknown {
    const draft = this.draft ?? (current === null ? newDraft() : draftOf(current.value));
    const mayWrite = this.shell.may('custom-rules:write');
    const faults = this.refused.length > 0 ? this.refused : this.tried;
    const change = (changed: Partial<RuleDraft>): void => {
      this.draft = { ...draft, ...changed };
      this.#kept.keep(this.draft, { etag: this.#guard.etag });
      // What was refused may have just been mended; trying will tell.
      this.refused = [];
      this.problem = null;
    };
    const rule = current?.value ?? null;
    const fields = {
      draft,
      types: this.#types.value ?? [],
      infoTypeTitle: this.infoTypeTitle,
      faults,
      isNew: rule === null,
      disabled: !mayWrite,
      change,
    };
    return html`<dw-page-header heading=${rule === null ? t('Add a rule') : rule.title} .crumbs=${crumbs()}>
        ${rule === null ? html`<p slot="sub">${t('Say what values look like; what the rule would find is shown beside it.')}</p>` : html`<p slot="sub" class="row"><span class="mono">${nameOf(rule)}</span>${rule.enabled ? html`<dw-badge tone="success" dot>${t('enabled')}</dw-badge>` : html`<dw-badge>${t('disabled')}</dw-badge>`}<span>${rich('changed <time></time>', { time: () => html`<dw-time at=${rule.updatedAt}></dw-time>` })}</span><a href="/assets?infoType=${encodeURIComponent(typeOf(rule))}">${t('assets that hold it')}</a></p>`}
        ${rule === null || current === null || !mayWrite ? nothing : html`<dw-button slot="actions" icon="power" @click=${() => void this.#toggle(current)}>${rule.enabled ? t('Disable') : t('Enable')}</dw-button><dw-button slot="actions" variant="danger" icon="trash" @click=${() => void this.#delete(current)}>${t('Delete')}</dw-button>`}
      </dw-page-header>
      ${this.#guard.note()}${this.#kept.note(() => void this.#again())}
      <div class="columns">
        <form class="stack loose" novalidate @submit=${(event: Event) => {
          event.preventDefault();
          void this.#save(draft, current);
        }}>
          ${identityFields(fields)}
          <dw-card heading=${t('What fits')}>
            <custom-rules-block .block=${draft.match} .faults=${faultsBelow(faults, '/match')} number="1" .disabled=${!mayWrite}
              @custom-rules-block=${(event: Event) => {
                if (event instanceof BlockChange && event.block !== null) change({ match: event.block });
              }}></custom-rules-block>
          </dw-card>
          ${applyFields(fields)}
          ${this.#complaints(faults)}
          ${mayWrite ? html`<div class="end"><dw-button href="/rules">${t('Cancel')}</dw-button><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${rule === null ? t('Add rule') : t('Save')}</dw-button></div>` : nothing}
          <input type="submit" hidden>
        </form>
        <div class="stack loose">
          ${
            mayWrite
              ? html`<custom-rules-trial .rule=${tryable(draft)} .ownKey=${rule?.key ?? ''} @custom-rules-faults=${(
                  event: Event,
                ) => {
                  if (event instanceof TrialFaults)
                    this.tried = event.faults.filter(({ pointer }) => pointer.startsWith('/match'));
                }}></custom-rules-trial>`
              : nothing
          }
          ${rule === null ? nothing : this.#history(rule)}
        </div>
      </div>`;
  }

  /** What is wrong beyond the fields that show their own faults. */
  #complaints(faults: readonly Fault[]): unknown {
    if (this.problem === null) return nothing;
    const shown = new Set(['/key', '/title', '/infoType', '/confidence']);
    const rest = this.refused.filter(
      ({ pointer }) =>
        !shown.has(pointer) && !pointer.startsWith('/match') && !pointer.startsWith('/infoType/'),
    );
    return html`<dw-callout tone="danger" live heading=${t('It is not saved')}>${this.problem.message} ${faults.length > 0 ? t('See what is marked above.') : t(this.problem.hint ?? '')}
      ${rest.map(({ pointer, message }) => html`<br><code>${pointer}</code> ${t(message)}`)}</dw-callout>`;
  }

  #history(rule: RuleDetail): unknown {
    return html`<dw-card heading=${t('Versions')}>${this.#versions.view({
      ready: (versions) =>
        html`<ul class="versions" role="list">${versions.map(
          (
            version,
          ) => html`<li class="row apart"><span>${version.version}: ${version.title} <span class="muted small"><dw-time at=${version.recordedAt}></dw-time>, ${version.recordedBy}</span></span>
            ${version.version === rule.version || !this.shell.may('custom-rules:write') ? nothing : html`<dw-button size="small" @click=${() => void this.#recall(rule, version.version)}>${rich('Use again<h> version {version}</h>', { version: String(version.version), h: (parts) => html`<span class="visually-hidden">${parts}</span>` })}</dw-button>`}</li>`,
        )}</ul>`,
    })}</dw-card>`;
  }

  /** Puts an earlier version into the form; saving it makes a new one. */
  async #recall(rule: RuleDetail, version: number): Promise<void> {
    const { document } = await this.shell.api.get<{ readonly document: RuleDetail }>(
      `${PATH}/${encodeURIComponent(rule.id)}/versions/${version}`,
      { signal: this.lifetime },
    );
    this.draft = draftOf({ ...document, key: rule.key });
    this.#kept.keep(this.draft, { etag: this.#guard.etag });
    this.shell.notify({
      message: t('Version {version} is in the form. Save it to use it again.', { version: String(version) }),
    });
  }

  async #save(draft: RuleDraft, current: Versioned<RuleDetail> | null): Promise<void> {
    const save = async (): Promise<void> => {
      const rule = ruleOf(this.draft ?? draft);
      if (current === null) {
        const saved = await this.shell.api.post<RuleDetail>(PATH, rule);
        this.shell.notify({ tone: 'success', message: t('{title} is added.', { title: saved.title }) });
        this.shell.navigate(ruleHref(saved.id), { replace: true });
      } else {
        // What was left out is to be removed.
        const body = { description: null, confidence: null, ...rule };
        await this.shell.api.patch(`${PATH}/${encodeURIComponent(current.value.id)}`, body, {
          ifMatch: this.#guard.etag,
        });
        this.shell.notify({ tone: 'success', message: t('{title} is saved.', { title: rule.title }) });
      }
      if (typeof rule.infoType !== 'string') this.shell.infoTypes.learn([rule.infoType]);
    };
    await saveForm(this, save, { draft: this.#kept, guard: this.#guard });
    // `saveForm` may have found a problem since.
    const refused = this.problem as ProblemError | null;
    if (refused === null) return this.#again();
    this.refused = refused.errors;
    if (!refused.errors.some(({ pointer }) => pointer === '/title' || pointer === '/key')) return;
    const first = faultAt(refused.errors, '/title') === null ? '#key' : '#title';
    this.renderRoot.querySelector<HTMLInputElement>(first)?.focus();
  }

  /** Shows the rule as it is kept now. */
  async #again(): Promise<void> {
    await this.#rule.reload();
    this.draft = null;
    const now = this.#rule.value;
    if (now !== undefined) this.#guard.begin(draftOf(now.value), now.etag);
    this.refused = [];
    this.problem = null;
    await this.#versions.reload();
  }

  async #toggle({ value: rule }: Versioned<RuleDetail>): Promise<void> {
    await attempt(this.shell, async () => {
      await this.shell.api.post(
        `${PATH}/${encodeURIComponent(rule.id)}/${rule.enabled ? 'disable' : 'enable'}`,
      );
      await this.#rule.reload();
      this.shell.announce(
        rule.enabled
          ? t('{title} is disabled.', { title: rule.title })
          : t('{title} is enabled.', { title: rule.title }),
      );
    });
  }

  async #delete({ value: rule, etag }: Versioned<RuleDetail>): Promise<void> {
    const isConfirmed = await confirmAction(this, {
      heading: t('Delete {title}?', { title: rule.title }),
      text: t(
        'The rule and its versions are removed. This cannot be undone. What it found stays in the catalog until the next scan.',
      ),
      action: t('Delete rule'),
      isDangerous: true,
    });
    if (!isConfirmed) return;
    await attempt(this.shell, async () => {
      await this.shell.api.delete(`${PATH}/${encodeURIComponent(rule.id)}`, { ifMatch: etag });
      this.shell.notify({ tone: 'success', message: t('{title} is deleted.', { title: rule.title }) });
      this.shell.navigate('/rules', { replace: true });
    });
  }
}

/** The rule as far as it can be tried; a type that is not named yet does not stand in the way. */
function tryable(draft: RuleDraft): TriedRule | null {
  if (!isTryable(draft)) return null;
  const { key, title, infoType, ...rest } = ruleOf(draft);
  const isNamed = typeof infoType === 'string' || (infoType.id !== '' && infoType.title !== '');
  return {
    ...rest,
    infoType: isNamed ? infoType : 'RECORD_ID',
    ...(key === '' ? {} : { key }),
    ...(title === '' ? {} : { title }),
  };
}

const typeOf = ({ infoType }: RuleDetail): string => (typeof infoType === 'string' ? infoType : infoType.id);

/** As evidence names it. */
const nameOf = ({ key, version }: RuleDetail): string => `custom/${key}@${version}`;
