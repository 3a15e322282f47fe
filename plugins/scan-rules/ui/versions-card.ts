import {
  attempt,
  baseStyles,
  DataWaveElement,
  layoutStyles,
  msg,
  Resource,
  rich,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type RuleChange, type RuleVersion, rulePath } from './api.ts';

/** Tells the page that an earlier version is in use again. */
class RuleRestored extends Event {
  static readonly type = 'scan-rules-restored';
  constructor() {
    super(RuleRestored.type);
  }
}

/** Versions of a rule, how each differs from the one before, and a way back. */
export class ScanRulesVersions extends DataWaveElement {
  static override properties = {
    ruleId: { type: String },
    version: { type: Number },
    opened: { state: true },
  };
  declare ruleId: string;
  declare version: number;
  /** The version whose differences are shown; 0 for none. */
  declare opened: number;
  #versions = new Resource(
    this,
    () => (this.ruleId === '' ? null : `${this.ruleId} ${this.version}`),
    (_, signal) =>
      this.shell.api
        .list<RuleVersion>(`${rulePath(this.ruleId)}/versions`, { query: { limit: 50 }, signal })
        .then(({ items }) => items),
  );
  #changes = new Resource(
    this,
    () => (this.opened === 0 ? null : `${this.ruleId} ${this.opened}`),
    (_, signal) =>
      this.shell.api.get<{ readonly changes: readonly RuleChange[] }>(
        `${rulePath(this.ruleId)}/versions/${this.opened}`,
        { signal },
      ),
  );
  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .versions { display: grid; gap: var(--dw-space-3); grid-template-columns: minmax(0, 1fr); }
      .changes { display: grid; gap: var(--dw-space-2); margin-top: var(--dw-space-2); padding: var(--dw-space-3); border-radius: var(--dw-radius); background: var(--dw-surface-2); grid-template-columns: minmax(0, 1fr); }
      del, ins { overflow-wrap: anywhere; text-decoration: none; }
      del { color: var(--dw-danger-text); }
      ins { color: var(--dw-success-text); }
    `,
  ];

  constructor() {
    super();
    this.ruleId = '';
    this.version = 0;
    this.opened = 0;
  }

  override render(): unknown {
    return html`<dw-card heading=${t('Versions')}>${this.#versions.view({
      ready: (versions) =>
        html`<ul class="versions" role="list">${versions.map((version) => this.#row(version))}</ul>`,
    })}</dw-card>`;
  }

  #row({ version, title, change, recordedAt, recordedBy }: RuleVersion): unknown {
    const isOpen = this.opened === version;
    const mayRestore = version !== this.version && this.shell.may('scan-rules:write');
    return html`<li><div class="row apart"><span>${version}: ${title} <span class="muted small">${rich('{change} <time></time>, {who}', { change: t(change), who: recordedBy, time: () => html`<dw-time at=${recordedAt}></dw-time>` })}</span></span>
      <span class="row">${
        version === 1
          ? nothing
          : html`<dw-button size="small" expanded=${isOpen ? 'true' : 'false'} @click=${() => {
              this.opened = isOpen ? 0 : version;
            }}>${rich('Changes<h> of version {version}</h>', { version: String(version), h: hidden })}</dw-button>`
      }
      ${mayRestore ? html`<dw-button size="small" @click=${() => void this.#restore(version)}>${rich('Use again<h> version {version}</h>', { version: String(version), h: hidden })}</dw-button>` : nothing}</span></div>
      ${isOpen ? html`<div class="changes">${this.#changes.view({ ready: ({ changes }) => (changes.length === 0 ? html`<p class="muted small">${t('The version before is not kept any more.')}</p>` : changes.map(changeRow)) })}</div>` : nothing}</li>`;
  }

  async #restore(version: number): Promise<void> {
    await attempt(this.shell, async () => {
      await this.shell.api.post(`${rulePath(this.ruleId)}/versions/${version}/restore`);
      this.shell.notify({
        tone: 'success',
        message: t('Version {version} is in use again, as a new one.', { version: String(version) }),
      });
      this.opened = 0;
      this.dispatchEvent(new RuleRestored());
    });
  }
}

function changeRow({ pointer, from, to, added, removed }: RuleChange): unknown {
  const isList = added !== undefined && removed !== undefined;
  const before = isList ? removed : [from];
  const after = isList ? added : [to];
  return html`<div class="small"><strong>${fieldTitle(pointer)}</strong>
    ${before.filter(isShown).map((value) => html`<br><del><span class="visually-hidden">${t('removed')} </span>− ${text(value)}</del>`)}
    ${after.filter(isShown).map((value) => html`<br><ins><span class="visually-hidden">${t('added')} </span>+ ${text(value)}</ins>`)}</div>`;
}

const hidden = (parts: unknown): unknown => html`<span class="visually-hidden">${parts}</span>`;

const TITLES: Readonly<Record<string, string>> = {
  title: msg('Name'),
  description: msg('Description'),
  isEnabled: msg('Enabled'),
  sources: msg('Sources'),
  assets: msg('Assets'),
  columns: msg('Columns'),
  include: msg('only those named'),
  exclude: msg('not those named'),
  sampling: msg('Sampling'),
  rows: msg('rows'),
  strategy: msg('way of drawing'),
  seed: msg('seed'),
  mode: msg('Which assets are read'),
  highWater: msg('Columns that tell what changed'),
  fullReadEveryDays: msg('Read again after days'),
  where: msg('expression'),
  classifiers: msg('Classifiers'),
  frameworks: msg('Frameworks'),
  thresholds: msg('Other confidence for single info types'),
  minConfidence: msg('Least confidence'),
  stratifyBy: msg('parts by column'),
  priority: msg('Priority'),
  schedule: msg('Schedule'),
  cron: msg('Cron fields'),
  timeZone: msg('time zone'),
};

/** `/assets/exclude` → `Assets, exclude`. */
const fieldTitle = (pointer: string): string => {
  const parts = pointer.split('/').filter((part) => part !== '');
  const named = parts.map((part) => t(TITLES[part] ?? part)).join(', ');
  return named.charAt(0).toUpperCase() + named.slice(1);
};

const isShown = (value: unknown): boolean => value !== null && value !== '';

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean'
    ? value
      ? t('yes', {}, 'value')
      : t('no', {}, 'value')
    : JSON.stringify(value);
}
