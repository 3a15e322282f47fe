import { msg, type Tone, t } from '@datawave/plugin-sdk/ui';

/** What a plugin asks for. */
export interface Grants {
  readonly permissions: readonly string[];
  readonly network: readonly string[];
  readonly database: 'own' | 'optional' | null;
  readonly secrets: readonly string[];
  readonly files: readonly string[];
  /** Requests that its pages send in the name of whoever looks at them. */
  readonly api?: readonly string[];
  /** How it reaches people: `mail`, `search`. */
  readonly people?: readonly string[];
}

/** A plugin as a registry lists it. */
export interface Listing {
  readonly name: string;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly kinds: readonly string[];
  readonly version: string;
  readonly publisher: { readonly id: string; readonly title: string; readonly verified: boolean };
  readonly downloads: number;
  readonly rating: { readonly mean: number | null; readonly count: number };
  readonly updatedAt: string;
  readonly revoked: { readonly reason: string; readonly at: string } | null;
  /** Name of the configured registry. */
  readonly registry: string;
}

export interface Listings {
  readonly items: readonly Listing[];
  /** Registries that could not be asked. */
  readonly failed: readonly { readonly registry: string; readonly reason: string }[];
}

/** From what a version was built, and by what. */
export interface BuildOrigin {
  readonly repository: string | null;
  readonly workflow: string | null;
  readonly commit: string | null;
  readonly builder: string | null;
}

/** A version as the registry shows it. */
export interface ListedVersion {
  readonly version: string;
  readonly sdk: string;
  readonly size: number | null;
  readonly licence: string | null;
  readonly publishedAt: string | null;
  readonly publishedBy: string;
  readonly deprecated: string | null;
  readonly revoked: { readonly reason: string; readonly at: string } | null;
  /** What the registry looked at when it was published. */
  readonly checks: readonly {
    readonly check: string;
    readonly level: 'required' | 'advisory';
    readonly outcome: 'passed' | 'failed';
    readonly findings: readonly string[];
  }[];
  /** What came with it says so; unless it is verified that is a claim. */
  readonly builtFrom: (BuildOrigin & { readonly isVerified: boolean }) | null;
}

/** A plugin with what its registry knows of it. */
export interface ListingDetail extends Listing {
  readonly readme: string;
  readonly changelog: string;
  readonly versions: readonly ListedVersion[];
  readonly downloadsByDay: readonly { readonly day: string; readonly count: number }[];
  readonly reviews: readonly {
    readonly id: string;
    readonly author: string;
    readonly rating: number;
    readonly text: string;
    readonly version: string;
    readonly at: string;
  }[];
  /** What proves that the namespace is the publisher's. */
  readonly proofs: readonly { readonly method: 'dns' | 'oidc' | 'administrator'; readonly detail: string }[];
}

/** By what a publisher has shown who they are: their title is whatever they like. */
export const proofWords = ({ proofs }: Pick<ListingDetail, 'proofs'>): string =>
  proofs
    .map(({ method, detail }) =>
      method === 'administrator' ? t('vouched for by the registry') : t('proved by {what}', { what: detail }),
    )
    .join(' · ');

const CHECKS: Readonly<Record<string, string>> = {
  manifest: msg('Manifest'),
  sdkRange: msg('Fits the SDK'),
  conformance: msg('Conformance report'),
  licence: msg('Licence'),
  size: msg('Size', 'publish check'),
  installScripts: msg('No install scripts'),
  secrets: msg('No secrets left in it'),
  nameSimilarity: msg('No name like another'),
  namespace: msg('The name is the publisher’s'),
};

export const checkWord = (check: string): string =>
  check === 'size' ? t('Size', {}, 'publish check') : t(CHECKS[check] ?? check);

/** What a plan does to one plugin. */
export interface PlannedChange {
  readonly action: 'install' | 'update' | 'downgrade' | 'replace' | 'remove';
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly from: string | null;
  readonly to: string | null;
  /** `asked`, or what requires it. */
  readonly why: string;
  readonly trust: 'first-party' | 'verified' | 'community' | 'local';
  readonly registry: string | null;
  readonly publisher: string | null;
  readonly isSigned: boolean;
  readonly hasSameSigner: boolean | null;
  /** From what it was built; null unless that was proven. */
  readonly provenance: BuildOrigin | null;
  readonly provenanceState: 'verified' | 'unverified' | 'untold';
  /** False where it is not proven to come from the repository of the version before. */
  readonly hasSameRepository: boolean | null;
  readonly sha256: string | null;
  readonly size: number | null;
  readonly deprecated: string | null;
  readonly grants: Grants;
  readonly added: Grants;
  readonly isolation: {
    readonly level: string;
    readonly isAvailable: boolean;
    readonly enforced: readonly string[];
    readonly notEnforced: readonly string[];
    readonly reason: string | null;
  } | null;
  readonly data: {
    readonly keepsData: boolean;
    /** Migrations that it runs; null where that could not be found out. */
    readonly pending: readonly string[] | null;
    /** Those after which there is no way back to the version before. */
    readonly forbidding: readonly string[];
    /** Applied ones that this version does not know: it cannot come back. */
    readonly unknown: readonly string[];
    readonly mayForbidRollback: boolean;
    readonly purged: boolean;
  };
}

/** Something that somebody should know before they agree. */
export interface PlanNotice {
  readonly code: string;
  /** What the sentence names; `plugin` is the npm name of whom it is about. */
  readonly values: Readonly<Record<string, string>>;
  /** In English. */
  readonly text: string;
}

export type ChangeState = 'proposed' | 'applying' | 'watching' | 'applied' | 'failed' | 'rolled-back';

/** A change of the installed plugins. */
export interface Change {
  readonly id: string;
  readonly state: ChangeState;
  /** What is being done. */
  readonly step: string;
  readonly hash: string;
  readonly plan: {
    readonly kind: 'change' | 'rollback';
    readonly changes: readonly PlannedChange[];
    readonly notices: readonly PlanNotice[];
  };
  readonly reason: string | null;
  readonly code: string | null;
  readonly proposedAt: string;
  readonly endedAt: string | null;
  readonly asksForMore: boolean;
}

/** A state of the installed plugins. */
export interface Lock {
  readonly number: number;
  readonly state: 'applied' | 'failed' | 'rolled-back';
  readonly isCurrent: boolean;
  readonly kind: 'change' | 'rollback' | 'return';
  readonly plugins: readonly {
    readonly name: string;
    readonly version: string;
    readonly registry: string | null;
    readonly publisher: string | null;
    readonly trust: string;
  }[];
  readonly change: string | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly reason: string | null;
}

const KINDS: Readonly<Record<string, string>> = {
  connector: msg('Connectors'),
  classifier: msg('Classifiers'),
  framework: msg('Frameworks'),
  channel: msg('Notification channels'),
  step: msg('Workflow steps'),
  page: msg('Pages'),
  other: msg('Others', 'plugins'),
};

export const kindWord = (kind: string): string =>
  kind === 'other' ? t('Others', {}, 'plugins') : t(KINDS[kind] ?? kind);
export const LISTED_KINDS: readonly string[] = Object.keys(KINDS);

const TRUST: Readonly<Record<string, readonly [tone: Tone, word: string]>> = {
  'first-party': ['success', msg('part of the platform')],
  verified: ['success', msg('verified publisher')],
  community: ['warning', msg('not verified')],
  local: ['warning', msg('from a file')],
};

export const trustTone = (trust: string): Tone => TRUST[trust]?.[0] ?? 'neutral';
export const trustWord = (trust: string): string => t(TRUST[trust]?.[1] ?? trust);

const STATES: Readonly<Record<ChangeState, readonly [tone: Tone, word: string]>> = {
  proposed: ['neutral', msg('not applied', 'plugin change')],
  applying: ['info', msg('being applied', 'plugin change')],
  watching: ['info', msg('being watched', 'plugin change')],
  applied: ['success', msg('applied', 'plugin change')],
  failed: ['danger', msg('failed', 'plugin change')],
  'rolled-back': ['warning', msg('taken back', 'plugin change')],
};

export const changeTone = (state: ChangeState): Tone => STATES[state][0];
export const changeWord = (state: ChangeState): string => t(STATES[state][1], {}, 'plugin change');

/** Whether it goes on by itself. */
export const isUnderWay = ({ state }: Pick<Change, 'state'>): boolean =>
  state === 'applying' || state === 'watching';

/** Whether nothing is known yet that the platform would refuse it for. */
export const isApplicable = ({ plan }: Pick<Change, 'plan'>): boolean =>
  plan.changes.every(({ data, isolation }) => data.unknown.length === 0 && isolation?.isAvailable !== false);

/** What a change does, as a headline says it. */
export function changeTitle({ plan }: Pick<Change, 'plan'>): string {
  const [first, ...others] = plan.changes.filter(({ why }) => why === 'asked');
  const lead = first ?? plan.changes[0];
  if (plan.kind === 'rollback') return t('Return to former plugins');
  if (lead === undefined) return t('Nothing changes');
  if (others.length > 0) return t('Change {n} plugins', { n: others.length + 1 });
  const plugin = lead.title;
  if (lead.action === 'remove') return t('Remove {plugin}', { plugin });
  if (lead.action === 'install') return t('Install {plugin}', { plugin });
  if (lead.action === 'downgrade')
    return t('Go back with {plugin} to {version}', { plugin, version: lead.to ?? '' });
  if (lead.action === 'replace') return t('Replace {plugin}', { plugin });
  return t('Update {plugin}', { plugin });
}
