import { baseStyles, DataWaveElement, Resource, type ShellContext, t } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';
import { PATH, type RuleItem } from './api.ts';

/** Rules that are looked at. */
const MOST = 500;
/** So long the rules are read once for all the rows of a list. */
const TOGETHER_MS = 300;

let read: { readonly at: number; readonly rules: Promise<readonly RuleItem[]> } | null = null;

function rulesFor(shell: ShellContext): Promise<readonly RuleItem[]> {
  if (read === null || performance.now() - read.at > TOGETHER_MS)
    read = { at: performance.now(), rules: shell.api.all<RuleItem>(PATH, { limit: MOST }) };
  return read.rules;
}

/** When a source is scanned by itself next, in a row of the list of sources. */
export class ScanRulesNextScan extends DataWaveElement {
  static override properties = { context: { attribute: false } };
  declare context: { readonly source: { readonly id: string } };
  #next = new Resource(
    this,
    () => this.context.source.id,
    async (source) => {
      const times = (await rulesFor(this.shell))
        .filter(({ isEnabled, sources }) => isEnabled && (sources.length === 0 || sources.includes(source)))
        .flatMap(({ nextAt }) => nextAt ?? []);
      return { at: times.toSorted()[0] ?? null };
    },
    { follows: ['scan-rules'] },
  );
  static override styles = [baseStyles];

  override render(): unknown {
    return this.#next.view({
      loading: () => '',
      failed: () => '',
      ready: ({ at }) =>
        at === null
          ? html`<span class="muted small">${t('on request')}</span>`
          : html`<dw-time class="small" at=${at}></dw-time>`,
    });
  }
}
