import { msg, type Tone, t } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';
import type { PlanNotice } from './marketplace-types.ts';
import { saidSentences } from './said-sentences.ts';

/** What a plan has to say, by code. */
const SENTENCES: Readonly<Record<string, readonly [tone: Tone, sentence: string]>> = {
  'failed-before': ['warning', msg('State {state} was given up before, because it failed.')],
  'not-run-here': ['danger', msg('It cannot run on this host: {reason}')],
  'other-keys': [
    'danger',
    msg('Other keys have signed it than the version before. Ask its publisher before you go on.'),
  ],
  'other-repository': [
    'danger',
    msg(
      'It is not proven to be built from the repository that the version before was built from. Ask its publisher before you go on.',
    ),
  ],
  'not-vouched-for': [
    'warning',
    msg('Nobody vouches for it: the registry “{registry}” has no root of trust in the configuration.'),
  ],
  'advised-against': ['warning', msg('Its publisher advises against it: {reason}')],
  'migrations-unknown': [
    'warning',
    msg('Which migrations it runs could not be found out before it is tried: {reason}'),
  ],
  'no-way-back': [
    'warning',
    msg(
      'There is no way back to the version before: it does not know the migrations {migrations}, which are run now.',
    ),
  ],
  'maybe-no-way-back': [
    'warning',
    msg('Once it has changed its tables, the version before may not be able to come back.'),
  ],
  'moved-on': [
    'danger',
    msg(
      'Version {version} cannot come back: it does not know the migrations {migrations}, which its tables have. Install a newer version instead.',
    ),
  ],
  'data-deleted': ['danger', msg('Its data is deleted with it, for good.')],
};

const ORDER: readonly Tone[] = ['danger', 'warning'];
const rank = ({ code }: PlanNotice): number => {
  const at = ORDER.indexOf(SENTENCES[code]?.[0] ?? 'info');
  return at < 0 ? ORDER.length : at;
};

/** What speaks most against a plan comes first. */
export const worstFirst = (notices: readonly PlanNotice[]): readonly PlanNotice[] =>
  notices.toSorted((one, other) => rank(one) - rank(other));

/** A notice of a plan in the language of whoever looks; one that this page does not know yet says what the platform says. */
export function planNotice({ code, values, text }: PlanNotice): unknown {
  const known = SENTENCES[code];
  // What is put in may be a sentence of the platform, or a stranger's own.
  const said = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, saidSentences(value)]),
  );
  return html`<dw-callout tone=${known?.[0] ?? 'info'}>${known === undefined ? saidSentences(text) : t(known[1], said)}</dw-callout>`;
}
