import {
  attempt,
  baseStyles,
  confirmAction,
  DataWaveElement,
  menuOf,
  SENSITIVITIES,
  SEVERITIES,
  type Tone,
  t,
  tableOf,
  tabsOf,
  usePrimitives,
} from '@datawave/plugin-sdk/ui';
import { html } from 'lit';
import { drawSpecimen, type Specimen, specimenStyles } from './specimen.ts';

const TONES: readonly Tone[] = ['neutral', 'info', 'success', 'warning', 'danger'];
const VARIANTS = ['primary', 'secondary', 'quiet', 'danger'] as const;
const TABLE = 'customers';
const LONG = 'a_column_name_that_somebody_has_made_far_too_long_'.repeat(4);

/** Every element that is not of a form, with examples. */
export class ShellDesignElements extends DataWaveElement {
  static override properties = { opened: { state: true }, tab: { state: true }, hasFurther: { state: true } };
  declare opened: 'dialog' | 'drawer' | null;
  declare tab: string;
  /** Whether the elements that are loaded on demand are there. */
  declare hasFurther: boolean;

  static override styles = [baseStyles, specimenStyles];

  constructor() {
    super();
    this.opened = null;
    this.tab = 'one';
    this.hasFurther = false;
  }

  override render(): unknown {
    return [
      ...this.#actions(),
      ...this.#overlays(),
      ...this.#structure(),
      ...this.#signs(),
      this.#further(),
    ].map(drawSpecimen);
  }

  #actions(): readonly Specimen[] {
    return [
      {
        name: 'dw-button',
        purpose: t('Does something, or leads to a page where it has an address. One primary button a page.'),
        example: html`${VARIANTS.map((variant) => html`<dw-button variant=${variant}>${t('Save')}</dw-button>`)}
          <dw-button icon="plus" variant="primary">${t('Add source')}</dw-button><dw-button size="small">${t('Small')}</dw-button>
          <dw-button icon="edit" label=${t('Edit')} variant="quiet"></dw-button><dw-button busy>${t('Saving')}</dw-button>
          <dw-button disabled>${t('Disabled')}</dw-button><dw-button pressed="true">${t('Pressed')}</dw-button>`,
        attributes: [
          ['variant', 'primary, secondary, quiet, danger'],
          ['size', 'normal, small'],
          ['icon, label', t('An icon before the text; label names a button without text.')],
          ['href', t('Makes it a link.')],
          ['busy, disabled, pressed, expanded', t('States; a busy button takes no click.')],
        ],
        instead: [
          t('Say what happens, as a verb: “Delete source”.'),
          t('“OK”, “Yes”, “Submit”; or two primary buttons side by side.'),
        ],
      },
      {
        name: 'dw-menu · menuOf(…)',
        purpose: t(
          'Further things to do with one thing, behind a button. Arrow keys, first letters, Home and End move in it.',
        ),
        example: html`${menuOf({
          label: t('Actions'),
          text: t('Actions'),
          variant: 'secondary',
          items: [
            { title: t('Edit'), icon: 'edit', detail: 'E' },
            { title: t('Copy'), icon: 'copy' },
            { title: t('Settings'), icon: 'settings', href: '/settings' },
            { title: t('Disabled'), isDisabled: true },
            null,
            { title: t('Follow'), isChecked: true },
            { title: t('Delete'), icon: 'trash', isDangerous: true },
          ],
        })}
          ${menuOf({ label: t('More'), items: [{ title: t('Edit'), icon: 'edit' }, { title: LONG }] })}`,
        attributes: [
          ['items', t('What can be chosen: title, icon, detail, href or act; null draws a line.')],
          ['text, icon, label', t('What the button shows; label names it.')],
        ],
        instead: [t('Keep what is done most beside the menu, as a button.'), t('A menu with one entry.')],
      },
    ];
  }

  #overlays(): readonly Specimen[] {
    const open = (what: 'dialog' | 'drawer') => (): void => {
      this.opened = what;
    };
    const close = (): void => {
      this.opened = null;
    };
    const ask = (): void =>
      void confirmAction(this, {
        heading: t('Delete this example?'),
        text: t('Nothing is deleted: this only shows the question.'),
        action: t('Delete'),
        isDangerous: true,
      });
    return [
      {
        name: 'dw-dialog · dw-drawer · confirmAction(…)',
        purpose: t(
          'A dialog asks or shows one thing and waits. A drawer shows details beside the page. What cannot be undone is asked for with confirmAction.',
        ),
        example: html`<dw-button @click=${open('dialog')}>${t('Open a dialog')}</dw-button><dw-button @click=${open('drawer')}>${t('Open a drawer')}</dw-button><dw-button variant="danger" @click=${ask}>${t('Ask first')}</dw-button>
          <dw-dialog heading=${t('An example')} ?open=${this.opened === 'dialog'} closable @close=${close}><p>${t('The focus stays in here, and goes back when it closes. Escape closes it.')}</p><dw-button slot="actions" @click=${close}>${t('Cancel')}</dw-button><dw-button slot="actions" variant="primary" @click=${close}>${t('Save')}</dw-button></dw-dialog>
          <dw-drawer heading=${t('Details')} ?open=${this.opened === 'drawer'} @close=${close}><p>${t('What belongs to a row of a list, without leaving the list.')}</p><dw-button slot="actions" @click=${close}>${t('Close')}</dw-button></dw-drawer>`,
        attributes: [
          ['heading, open', t('Title; whether it is open. Fires close.')],
          ['size', 'small, normal, wide'],
          ['closable', t('A cross beside the title.')],
        ],
        instead: [
          t('Name what goes and what stays before something is deleted.'),
          t('A dialog for what could be said on the page.'),
        ],
      },
      {
        name: 'dw-tooltip',
        purpose: t(
          'Says a little more about what stands in it, to the pointer and to the keyboard; a screen reader hears it as description.',
        ),
        example: html`<dw-tooltip text=${t('Asked of the server an hour ago')}><dw-button icon="info" label=${t('About this number')} variant="quiet"></dw-button></dw-tooltip>
          <dw-tooltip text=${t('Restricted data needs a legal ground')} placement="bottom"><dw-button>${t('Rest here')}</dw-button></dw-tooltip>`,
        attributes: [
          ['text', t('What it says.')],
          ['placement', 'top, bottom, left, right'],
        ],
        instead: [
          t('Explain a short word or an icon.'),
          t('Put there what has to be read: on a touch screen nobody sees it.'),
        ],
      },
      {
        name: 'dw-popover',
        purpose: t('A small surface behind a button: filters, a short form, an explanation.'),
        example: html`<dw-popover text=${t('Filters')} icon="filter" label=${t('Filters')}><p>${t('Whatever stands in the element is shown here.')}</p></dw-popover>`,
        attributes: [['text, icon, label, placement', t('As of dw-menu.')]],
      },
    ];
  }

  #structure(): readonly Specimen[] {
    const rows = [
      { name: 'main.customers', columns: 12, level: 'confidential' as const },
      { name: `main.${LONG}`, columns: 3, level: 'restricted' as const },
    ];
    return [
      {
        name: 'dw-page-header · dw-card',
        purpose: t(
          'A page begins with its header: the way to it, its title, its actions. Cards hold what belongs together.',
        ),
        example: html`<dw-card class="wide" heading=${t('Customers')} note=${t('Read an hour ago')}><dw-button slot="actions" size="small">${t('Change')}</dw-button><p>${t('Content of the card.')}</p></dw-card>`,
        attributes: [
          ['heading, note', t('Title and a line below it.')],
          ['flush', t('Lets a table or a list reach the edges.')],
        ],
      },
      {
        name: 'dw-tabs · tabsOf(…)',
        purpose: t(
          'Parts of one thing of which one is looked at. With param the choice stands in the address.',
        ),
        example: html`<div class="wide">${tabsOf({
          label: t('Example'),
          tabs: [
            { key: 'one', title: t('Columns'), count: 12 },
            { key: 'two', title: t('History') },
            { key: 'three', title: t('Settings'), icon: 'settings' },
          ],
          selected: this.tab,
          choose: (key) => {
            this.tab = key;
          },
          panel: html`<p>${t('What the tab shows: {tab}', { tab: this.tab })}</p>`,
        })}</div>`,
        attributes: [
          [
            'tabs, selected, param',
            t('Keys, titles, counts; the chosen key; its name in the address. Fires dw-tab.'),
          ],
        ],
      },
      {
        name: 'dw-details',
        purpose: t('Folded away until somebody asks for it.'),
        example: html`<dw-details class="wide" heading=${t('What this means')} note=${t('{n, plural, one {# reason} other {# reasons}}', { n: 3 })}><p>${t('Content that most people do not need.')}</p></dw-details>`,
        attributes: [['heading, note, open', t('Title, a remark beside it, whether it is open.')]],
      },
      {
        name: 'dw-table · tableOf(…)',
        purpose: t(
          'Up to a few hundred rows with typed columns; cards where it is narrow. For more there is dw-grid.',
        ),
        isFlush: true,
        example: tableOf({
          label: t('Example'),
          rows,
          key: (row) => row.name,
          href: () => '/design-system',
          columns: [
            { key: 'name', title: t('Name'), cell: (row) => row.name },
            { key: 'columns', title: t('Columns'), align: 'end', cell: (row) => row.columns },
            {
              key: 'level',
              title: t('Sensitivity'),
              cell: (row) => html`<dw-sensitivity level=${row.level}></dw-sensitivity>`,
            },
          ],
        }),
      },
    ];
  }

  #signs(): readonly Specimen[] {
    return [
      {
        name: 'dw-badge · dw-sensitivity · dw-severity',
        purpose: t('A state in a word. The colour repeats what the word says and never says it alone.'),
        example: html`${TONES.map((tone) => html`<dw-badge tone=${tone} dot>${tone}</dw-badge>`)}<dw-badge tone="info" live>${t('running', {}, 'state')}</dw-badge>
          ${SENSITIVITIES.map((level) => html`<dw-sensitivity level=${level}></dw-sensitivity>`)}${SEVERITIES.map((level) => html`<dw-severity level=${level}></dw-severity>`)}`,
        attributes: [
          [
            'tone, dot, live',
            t('Meaning; a dot before the word; a dot that breathes while something goes on.'),
          ],
        ],
      },
      {
        name: 'dw-callout',
        purpose: t('A remark beside what it is about. With live it is read out at once.'),
        example: TONES.map(
          (tone) =>
            html`<dw-callout class="wide" tone=${tone} heading=${tone}>${t('What happened, and how to mend it.')}</dw-callout>`,
        ),
        attributes: [['tone, icon, heading, live', t('Meaning, icon, title, whether it is read out.')]],
        instead: [t('Say what went wrong, where, and how to mend it.'), t('“An error occurred.”')],
      },
      {
        name: 'dw-progress · dw-confidence · dw-bars · dw-parts · dw-spark',
        purpose: t('Amounts that are read at a glance; lists or values to a screen reader.'),
        example: html`<dw-progress class="wide" value="0.62" label=${t('Example')}></dw-progress><dw-progress class="wide" label=${t('Nobody knows how far')}></dw-progress><dw-confidence value="0.97"></dw-confidence><dw-spark marked label=${t('Example')} .values=${[3, 5, 4, null, 6, 5, 8]}></dw-spark>
          <dw-bars class="wide" label=${t('Example')} .bars=${[
            { label: t('E-mail address'), value: 42, tone: 'warning' },
            { label: t('Name'), value: 17, tone: 'info' },
          ]}></dw-bars>
          <dw-parts class="wide" label=${t('Example')} .parts=${TONES.map((tone, index) => ({ label: tone, value: 10 + index * 7, tone }))}></dw-parts>`,
        attributes: [['value', t('From 0 to 1; left out while nobody knows.')]],
      },
      {
        name: 'dw-time',
        purpose: t('How long ago, kept up to date; the exact time on the pointer.'),
        example: html`<dw-time at=${new Date(Date.now() - 3 * 3_600_000).toISOString()}></dw-time>`,
      },
    ];
  }

  #further(): Specimen {
    const load = async (): Promise<void> => {
      await attempt(this.shell, () =>
        usePrimitives('copy-button', 'progress-ring', 'slider', 'split-panel', 'tree'),
      );
      this.hasFurther = customElements.get('wa-tree') !== undefined;
    };
    return {
      name: 'usePrimitives(…)',
      purpose: t(
        'Elements of Web Awesome that are loaded when a page asks for them, in our colours and with our icons.',
      ),
      example: this.hasFurther
        ? html`<wa-tree>${['main', 'audit'].map((name) => html`<wa-tree-item>${name}<wa-tree-item>${TABLE}</wa-tree-item></wa-tree-item>`)}</wa-tree>
          <wa-slider class="wide" label=${t('How often')} min="0" max="10" value="3"></wa-slider>
          <wa-progress-ring value="62" label=${t('Example')}>62</wa-progress-ring>
          <wa-copy-button value="main.customers"></wa-copy-button>
          <wa-split-panel class="wide" position="40"><p slot="start">${t('Columns')}</p><p slot="end">${t('Details')}</p></wa-split-panel>`
        : html`<dw-button @click=${() => void load()}>${t('Load them')}</dw-button>`,
      attributes: [
        [
          'copy-button, drawer, dropdown, popup, progress-ring, slider, split-panel, tree',
          t('What can be asked for.'),
        ],
      ],
      instead: [
        t('Take a dw-… element where there is one.'),
        t('Load what could be an element of the browser.'),
      ],
    };
  }
}
