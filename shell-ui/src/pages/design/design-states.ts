import { baseStyles, DataWaveElement, type LoadingShape, ProblemError, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { drawSpecimen, type Specimen, specimenStyles } from './specimen.ts';

const SHAPES: readonly LoadingShape[] = ['lines', 'table', 'cards', 'facts', 'chart'];

const problem = (status: number, code: string, detail: string, hint: string | null): ProblemError =>
  new ProblemError({
    title: '',
    status,
    detail,
    code,
    hint,
    requestId: status >= 500 ? '7f3a' : null,
    errors: [],
  });

/** What a place shows when it has nothing to show: each state designed once. */
export class ShellDesignStates extends DataWaveElement {
  static override properties = { isLoading: { state: true } };
  /** Whether shapes of what is awaited are shown: a page that shows them is taken for one that loads. */
  declare isLoading: boolean;

  static override styles = [baseStyles, specimenStyles];

  constructor() {
    super();
    this.isLoading = false;
  }

  override render(): unknown {
    const boxed = (content: unknown): unknown => html`<div class="wide">${content}</div>`;
    const states: readonly Specimen[] = [
      {
        name: 'dw-empty',
        purpose: t('There is nothing yet: says what would be here and how to get it.'),
        example: boxed(
          html`<dw-empty icon="database" heading=${t('No source yet')}>${t('Sources are the databases and files whose data is looked at.')}<dw-button slot="actions" variant="primary" icon="plus">${t('Add source')}</dw-button></dw-empty>`,
        ),
        attributes: [['heading, icon', t('What is missing; the icon of its kind.')]],
      },
      {
        name: 'dw-empty kind="filtered"',
        purpose: t('There is something, but the filters leave nothing of it: offers to take them away.'),
        example: boxed(html`<dw-empty kind="filtered" heading=${t('No scan matches')}></dw-empty>`),
        attributes: [['dw-clear', t('Event of the button that takes the filters away.')]],
      },
      {
        name: 'dw-loading',
        purpose: t(
          'In the shape of what will be there, so that nothing jumps; shown only after a moment, so that what is fast does not flicker.',
        ),
        example: html`<dw-button pressed=${this.isLoading ? 'true' : 'false'} @click=${() => {
          this.isLoading = !this.isLoading;
        }}>${t('Show the shapes')}</dw-button>${
          this.isLoading
            ? boxed(
                SHAPES.map(
                  (shape) => html`<h3>${shape}</h3><dw-loading shape=${shape} lines="3"></dw-loading>`,
                ),
              )
            : nothing
        }`,
        attributes: [
          ['shape', 'lines, table, cards, facts, chart'],
          ['lines', t('How many of them.')],
        ],
      },
      {
        name: 'dw-problem',
        purpose: t('A request that failed: what, how to mend it, the code, a retry (dw-retry).'),
        example: boxed(
          html`<dw-problem .problem=${problem(503, 'DW_STORAGE_UNAVAILABLE', t('The database does not answer.'), t('It is asked again by itself.'))}></dw-problem>`,
        ),
      },
      {
        name: 'dw-problem · 403',
        purpose: t('Whoever looks may not see it.'),
        example: boxed(
          html`<dw-problem .problem=${problem(403, 'DW_ACCESS_DENIED', '', null)}></dw-problem>`,
        ),
      },
      {
        name: 'dw-problem · 404',
        purpose: t('It is gone, or was never there.'),
        example: boxed(
          html`<dw-problem .problem=${problem(404, 'DW_HTTP_NOT_FOUND', t('There is no such source.'), null)}></dw-problem>`,
        ),
      },
      {
        name: 'dw-problem · DW_UI_OFFLINE',
        purpose: t('The server does not answer.'),
        example: boxed(
          html`<dw-problem .problem=${problem(0, 'DW_UI_OFFLINE', t('The server does not answer.'), t('Check that DataWave is running.'))}></dw-problem>`,
        ),
      },
      {
        name: 'dw-behind',
        purpose: t(
          'What is on screen is older than what is: how old, and a way to load it again (dw-retry).',
        ),
        example: boxed(html`<dw-behind since=${new Date(Date.now() - 240_000).toISOString()}></dw-behind>`),
        attributes: [['since', t('When it was last up to date.')]],
      },
    ];
    return states.map(drawSpecimen);
  }
}
