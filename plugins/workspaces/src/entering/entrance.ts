import {
  type AccessService,
  type Authentication,
  DEFAULT_WORKSPACE,
  type ExecutionScope,
  type ResolvedWorkspace,
  type StorageService,
  sql,
  type Transaction,
  type WorkspaceQuestion,
} from '@datawave/plugin-sdk';
import type { MemberStore } from '../store/member-store.ts';
import type { StoredWorkspace } from '../store/workspace-row.ts';
import type { WorkspaceStore } from '../store/workspace-store.ts';
import { suspended } from '../workspace-errors.ts';

/** Lets who holds it in every workspace into each. */
const ENTER = 'workspaces:enter';

/** Where a request acts, and how many requests a minute are allowed there. */
export interface Entered extends ResolvedWorkspace {
  readonly requestsPerMinute: number | null;
}

/** Whether a proof is made for one workspace: whoever made it has chosen. */
const isBound = ({ principal, session }: Authentication): boolean =>
  principal.kind === 'service' || session?.methods.includes('api-token') === true;

/** What it takes to say who may enter. */
export interface EntranceParts {
  readonly storage: StorageService;
  readonly workspaces: WorkspaceStore;
  readonly members: MemberStore;
  readonly access: AccessService;
  /** The plugin's own, in the default workspace. */
  readonly scope: () => ExecutionScope;
  readonly requestsPerMinute: (workspace: StoredWorkspace) => number | null;
}

/** Says who may enter which workspace, as the database has it. */
export class Entrance {
  readonly #parts: EntranceParts;

  constructor(parts: EntranceParts) {
    this.#parts = parts;
  }

  /** @throws DataWaveError DW_WORKSPACE_SUSPENDED for who might enter it otherwise */
  async find({ authentication, named }: WorkspaceQuestion): Promise<Entered | null> {
    const { storage, members, scope } = this.#parts;
    const { principal } = authentication;
    const { wanted, roles } = await storage.transaction(scope(), async (tx) => ({
      wanted: await this.#wanted(tx, authentication, named),
      roles: await members.rolesOf(tx, principal.id, principal.groups ?? []),
    }));
    for (const workspace of wanted) {
      if (workspace.state === 'deleting') continue;
      const mayEnter =
        workspace.id === DEFAULT_WORKSPACE ||
        roles.has(workspace.id) ||
        (principal.kind === 'service' && workspace.id === authentication.workspace) ||
        (await this.mayEnterAny(authentication));
      if (!mayEnter) continue;
      if (workspace.state === 'suspended') {
        if (named === null && !isBound(authentication)) continue;
        throw suspended(workspace.key);
      }
      return {
        workspace: workspace.id,
        roles: roles.get(workspace.id) ?? [],
        requestsPerMinute: this.#parts.requestsPerMinute(workspace),
      };
    }
    return null;
  }

  /** Whether somebody may enter every workspace. */
  async mayEnterAny({
    principal: { workspaceRoles: _, ...principal },
    session,
  }: Pick<Authentication, 'principal' | 'session'>): Promise<boolean> {
    const { access, scope } = this.#parts;
    const decision = await access.decide(
      { ...scope(), principal, ...(session === undefined ? {} : { session }) },
      { permission: ENTER },
    );
    return decision.allowed;
  }

  /** The workspaces that may be meant, in the order in which they are tried. */
  async #wanted(
    tx: Transaction,
    authentication: Authentication,
    named: string | null,
  ): Promise<readonly StoredWorkspace[]> {
    const { storage, workspaces } = this.#parts;
    const { workspace: usual, session } = authentication;
    const present = (found: readonly (StoredWorkspace | null)[]): readonly StoredWorkspace[] =>
      found.filter((one) => one !== null);
    if (named !== null) {
      const found = await workspaces.find(tx, sql`w.key = ${named}`);
      return found !== null && isBound(authentication) && found.id !== usual ? [] : present([found]);
    }
    const byUsual = await workspaces.find(tx, sql`w.id = ${usual}::uuid`);
    if (isBound(authentication)) return present([byUsual]);
    const chosen =
      session === undefined
        ? null
        : await workspaces.find(
            tx,
            sql`w.id = (select workspace from ${sql.identifier(storage.schema, 'choices')} where session_id = ${session.id})`,
          );
    return present([chosen, byUsual]);
  }
}
