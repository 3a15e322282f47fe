import type { PlannedChange } from './plan.ts';

/** What a plan has to say beside its changes: English with places for values, by code. Pages say the same in the language of who looks. */
const SENTENCES = {
  'failed-before': 'State {state} was given up before, because it failed.',
  'not-run-here': '{plugin} will not run on this host: {reason}',
  'other-keys': '{plugin} is signed by other keys than before.',
  'other-repository':
    '{plugin} is not proven to be built from the repository that the version before was built from.',
  'not-vouched-for': 'The registry "{registry}" has no root of trust here: nobody vouches for {plugin}.',
  'advised-against': 'The publisher of {plugin} advises against this version: {reason}',
  'migrations-unknown':
    '{plugin} keeps data, and which migrations it runs could not be found out before it is tried: {reason}',
  'no-way-back':
    '{plugin} runs migrations that the version before does not know: {migrations}. There is no way back to it afterwards.',
  'maybe-no-way-back':
    '{plugin} keeps data: once this version has changed its schema the former one cannot come back.',
  'moved-on':
    '{plugin} {version} does not know migrations that its schema has: {migrations}. It cannot be brought back.',
  'data-deleted': 'The data of {plugin} is deleted for good.',
} as const;

/** What a notice is about. */
export type NoticeCode = keyof typeof SENTENCES;

/** All of them. */
export const NOTICE_CODES: readonly string[] = Object.keys(SENTENCES);

/** Something that somebody should know before they agree to a plan. */
export interface PlanNotice {
  readonly code: NoticeCode;
  /** What the sentence names, as texts. */
  readonly values: Readonly<Record<string, string>>;
  /** The sentence in English. */
  readonly text: string;
}

/** @param values - for each place of the sentence */
export const planNotice = (code: NoticeCode, values: Readonly<Record<string, string>>): PlanNotice => ({
  ...{ code, values },
  text: SENTENCES[code].replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place),
});

/** What a plan should say of its changes. */
export const noticesOf = (changes: readonly PlannedChange[]): readonly PlanNotice[] =>
  changes.flatMap((change) => [...ofOrigin(change), ...ofData(change)]);

function ofOrigin(change: PlannedChange): readonly PlanNotice[] {
  const {
    name: plugin,
    isolation,
    hasSameSigner,
    hasSameRepository,
    deprecated,
    registry,
    isSigned,
  } = change;
  const found: PlanNotice[] = [];
  if (isolation?.isAvailable === false)
    found.push(
      planNotice('not-run-here', { plugin, reason: isolation.reason ?? 'its isolation is not available' }),
    );
  if (hasSameSigner === false) found.push(planNotice('other-keys', { plugin }));
  if (hasSameRepository === false) found.push(planNotice('other-repository', { plugin }));
  if (registry !== null && !isSigned && change.action !== 'remove')
    found.push(planNotice('not-vouched-for', { plugin, registry }));
  if (deprecated !== null) found.push(planNotice('advised-against', { plugin, reason: deprecated }));
  return found;
}

function ofData({ name: plugin, action, to, data }: PlannedChange): readonly PlanNotice[] {
  if (action === 'remove')
    return data.purged && data.keepsData ? [planNotice('data-deleted', { plugin })] : [];
  const found: PlanNotice[] = [];
  if (data.unlisted !== null) found.push(planNotice('migrations-unknown', { plugin, reason: data.unlisted }));
  if (data.unknown.length > 0)
    found.push(planNotice('moved-on', { plugin, version: to ?? '', migrations: data.unknown.join(', ') }));
  if (data.forbidding.length > 0)
    found.push(planNotice('no-way-back', { plugin, migrations: data.forbidding.join(', ') }));
  else if (data.mayForbidRollback) found.push(planNotice('maybe-no-way-back', { plugin }));
  return found;
}
