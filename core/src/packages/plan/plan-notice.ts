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
