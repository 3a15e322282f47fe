import { saidText, t } from '@datawave/plugin-sdk/ui';

/** What one step of a test came to; `unknown`: it did not come to it. */
export interface ConnectionCheck {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'unknown' | 'remark';
  /** What is wrong and how it is mended. */
  readonly detail: string | null;
}

/** Where a test ended, by the code of its problem: the steps before it passed. */
const FAILED_AT: Readonly<Record<string, number>> = {
  DW_SOURCE_CONFIG: 0,
  DW_SOURCE_SECRETS_NEEDED: 0,
  DW_SOURCE_UNREACHABLE: 1,
  DW_SOURCE_NOT_FOUND: 1,
  DW_SOURCE_TIMEOUT: 1,
  DW_SOURCE_TLS: 1,
  DW_SOURCE_AUTHENTICATION: 2,
  DW_SOURCE_PERMISSION: 3,
  DW_SOURCE_QUERY: 3,
};

/**
 * The steps of a test in words: what passed, where it ended and how that is mended.
 * @param hasSecrets - whether the connector asks for credentials: a file has no account
 */
export function connectionChecks(
  outcome:
    | { readonly warnings: readonly string[] }
    | { readonly code: string; readonly message: string; readonly hint: string | null },
  hasSecrets: boolean,
): readonly ConnectionCheck[] {
  const titles = [
    t('The settings are complete'),
    t('The address answers'),
    ...(hasSecrets ? [t('The credentials are accepted')] : []),
    t('It may be read'),
  ];
  if ('warnings' in outcome)
    return [
      ...titles.map((title): ConnectionCheck => ({ title, state: 'passed', detail: null })),
      ...outcome.warnings.map(
        (warning): ConnectionCheck => ({ title: saidText(warning), state: 'remark', detail: null }),
      ),
    ];
  const known = FAILED_AT[outcome.code];
  // What is not known to be a step of its own ends where reaching it does.
  const at = known ?? 1;
  const failed = hasSecrets || at < 3 ? Math.min(at, titles.length - 1) : titles.length - 1;
  const detail = [outcome.message, outcome.hint].filter((text) => text !== null && text !== '').join(' ');
  return titles.map(
    (title, index): ConnectionCheck => ({
      title,
      state: index < failed ? 'passed' : index === failed ? 'failed' : 'unknown',
      detail: index === failed ? detail : null,
    }),
  );
}
