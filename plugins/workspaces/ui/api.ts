import { msg, t } from '@datawave/plugin-sdk/ui';

/** How much of something a workspace has and may have. */
export interface Usage {
  readonly resource: string;
  readonly used: number | null;
  readonly limit: number | null;
}

/** A workspace that one may enter. */
export interface ListedWorkspace {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly state: 'active' | 'suspended' | 'deleting';
  readonly roles: readonly string[];
  readonly isCurrent: boolean;
  /** Only for who administers it. */
  readonly usage?: readonly Usage[];
}

export interface WorkspaceDetail extends Omit<ListedWorkspace, 'roles' | 'isCurrent'> {
  readonly stateReason: string | null;
}

export interface Member {
  readonly holder: { readonly kind: 'principal' | 'group'; readonly id: string };
  readonly name: string | null;
  readonly roles: readonly string[];
  readonly version: number;
}

/** A role that can be given. */
export interface Role {
  readonly key: string;
  readonly title: string;
  readonly everywhere: boolean;
}

export const workspacePath = (id: string): string => `/workspaces/${encodeURIComponent(id)}`;

const TITLES: Readonly<Record<string, string>> = {
  sources: msg('Sources'),
  assets: msg('Assets'),
  'scans-per-day': msg('Scans today'),
  members: msg('Members'),
  secrets: msg('Secrets'),
  rules: msg('Rules'),
  'requests-per-minute': msg('Requests this minute'),
};

export const usageTitle = (resource: string): string => t(TITLES[resource] ?? resource);

const LIMITS: Readonly<Record<string, string>> = {
  'scans-per-day': msg('Scans a day'),
  'requests-per-minute': msg('Requests a minute'),
};

/** What a limit is called: of what is counted in a time, for how long. */
export const limitTitle = (resource: string): string => t(LIMITS[resource] ?? TITLES[resource] ?? resource);

const STATES: Readonly<Record<ListedWorkspace['state'], string>> = {
  active: msg('active', 'workspace'),
  suspended: msg('suspended', 'workspace'),
  deleting: msg('deleting', 'workspace'),
};

export const stateTitle = (state: ListedWorkspace['state']): string => t(STATES[state], {}, 'workspace');

/** In which everybody works who can sign in: its members are those alone that were let in by name. It keeps its key. */
export const isOpenToAll = ({ key }: Pick<ListedWorkspace, 'key'>): boolean => key === 'default';

export const WORKSPACE_TONES = { active: 'success', suspended: 'warning', deleting: 'danger' } as const;

/** What `GET /workspaces/:id/quotas` answers: limits of its own, and those that hold. Null is as much as there is room for. */
export interface Quotas {
  readonly limits: Readonly<Record<string, number | null>>;
  readonly effective: Readonly<Record<string, number | null>>;
}
