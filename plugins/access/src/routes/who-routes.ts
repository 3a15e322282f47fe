import {
  type AccessDecision,
  type AccessService,
  type AccountsService,
  closedSchema,
  cutPage,
  DataWaveError,
  decodeCursor,
  type ExecutionScope,
  type HttpService,
  type PluginsService,
} from '@datawave/plugin-sdk';
import type { RuleSets } from '../decide/rule-sets.ts';
import { invalid } from '../store/access-errors.ts';
import { holdersOf } from '../store/holders.ts';
import type { RoleStore } from '../store/role-store.ts';
import type { RulesLedger } from '../store/rules-ledger.ts';
import type { AccessObjects, FoundObject } from './access-objects.ts';
import { noMember, type Other, type OthersScopes } from './in-the-name-of.ts';

/** Of identity. */
const SEE_ACCOUNTS = 'users:read';
/** Roles and groups that are told of; there are people for the rest. */
const MOST_NAMED = 200;

interface WhoQuery {
  readonly permission: string;
  readonly kind: string;
  readonly id: string;
  readonly include: 'allowed' | 'all';
  readonly limit: number;
  readonly cursor?: string;
}

/** Somebody, or what somebody may hold, with what was decided about them. */
interface Answered extends AccessDecision {
  readonly id: string;
  readonly name: string;
}

/** Mounts `GET /access/who`: who may do something to one thing, and why. */
export function mountWhoRoute(
  http: HttpService,
  {
    plugins,
    sets,
    access,
    ledger,
    roles,
    objects,
    others,
    accounts,
  }: {
    readonly plugins: PluginsService;
    readonly sets: RuleSets;
    readonly access: AccessService;
    readonly ledger: RulesLedger;
    readonly roles: RoleStore;
    readonly objects: AccessObjects;
    readonly others: OthersScopes;
    readonly accounts: () => AccountsService | undefined;
  },
): void {
  http.route<Record<string, never>, WhoQuery>({
    method: 'GET',
    path: '/access/who',
    permission: 'access:test',
    summary:
      'Who may do something to one thing, and why: roles and groups with the first page, then people by name',
    description:
      'People are all accounts for those who may see them, else those to whom roles were assigned.',
    query: closedSchema(
      {
        limit: {
          type: 'integer',
          minimum: 1,
          maximum: 100,
          default: 50,
          description: 'People looked at; fewer may be told of.',
        },
        cursor: { type: 'string', maxLength: 1000 },
        permission: { type: 'string', minLength: 1, maxLength: 200 },
        kind: { type: 'string', pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 },
        id: { type: 'string', minLength: 1, maxLength: 2000 },
        include: { enum: ['allowed', 'all'], default: 'allowed' },
      },
      ['permission', 'kind', 'id'],
    ),
    handler: async ({ scope, query }) => {
      const { permission, kind, id, include, limit, cursor } = query;
      if (!(await plugins.permissions()).some((known) => known.id === permission))
        throw invalid([{ pointer: '/query/permission', message: 'is no permission that a plugin declares' }]);
      const object = await objects.find(scope, kind, id);
      if (object === null) throw nothingThere();
      const now = Date.now();
      const rules = await sets.load(scope.workspace, now);
      const ask = (asked: ExecutionScope): AccessDecision =>
        rules.decide(asked, { permission, attributes: object.attributes }, now);
      const wanted = ({ allowed }: AccessDecision): boolean => include === 'all' || allowed;
      const people = await page(scope, limit, cursor, ask);
      return {
        body: {
          object: shown(object),
          ...(cursor === undefined
            ? { roles: await ofRoles(scope, ask), groups: await ofGroups(scope, ask) }
            : {}),
          items: people.items.filter(wanted),
          nextCursor: people.nextCursor,
        },
      };
    },
  });

  type Ask = (asked: ExecutionScope) => AccessDecision;

  /** What somebody could do who held one role and nothing else. */
  const ofRoles = async (scope: ExecutionScope, ask: Ask): Promise<readonly Answered[]> => {
    const { items } = await roles.page(scope, {}, MOST_NAMED, undefined);
    return items.map(({ key, title }) => ({
      ...{ id: key, name: title },
      ...ask(others.plain(scope, { id: '', kind: 'user', displayName: title, roles: [key] })),
    }));
  };

  const ofGroups = async (scope: ExecutionScope, ask: Ask): Promise<readonly Answered[]> => {
    const found = await holdersOf(ledger, scope, { kind: 'group', limit: MOST_NAMED });
    return found.map(({ id, name }) => ({
      ...{ id, name: name ?? id },
      ...ask(others.plain(scope, { id: '', kind: 'user', displayName: name ?? id, roles: [], groups: [id] })),
    }));
  };

  const page = async (
    scope: ExecutionScope,
    limit: number,
    cursor: string | undefined,
    ask: Ask,
  ): Promise<{ readonly items: readonly Answered[]; readonly nextCursor: string | null }> => {
    const known = accounts();
    // Accounts are the platform's: who may not see them is told of those alone whom the workspace, or everybody, knows by their roles.
    if (known === undefined || !(await access.decide(scope, { permission: SEE_ACCOUNTS })).allowed) {
      const [after = ''] = cursor === undefined ? [] : decodeCursor(cursor, ['text']);
      const found = await holdersOf(ledger, scope, { kind: 'principal', limit: limit + 1, after });
      const { items, nextCursor } = cutPage(
        found,
        limit,
        (holder) => holder,
        ({ id }) => [id],
      );
      return { items: await ofHolders(scope, items, ask), nextCursor };
    }
    const { items, nextCursor } = await known.list(
      scope,
      { state: 'active' },
      { limit, ...(cursor === undefined ? {} : { cursor }) },
    );
    // Services and whoever else holds roles without an account.
    const rest =
      cursor === undefined
        ? await holdersOf(ledger, scope, { kind: 'principal', limit: MOST_NAMED, except: 'user:' })
        : [];
    const answered: Answered[] = [];
    for (const account of items) {
      const { id, displayName, roles: held, groups } = account;
      const other = await others.asMember(
        others.plain(scope, { id, kind: 'user', displayName, roles: held, groups }),
      );
      answered.push({ id, name: displayName, ...decided(other, ask) });
    }
    return { items: [...(await ofHolders(scope, rest, ask)), ...answered], nextCursor };
  };

  const ofHolders = async (
    scope: ExecutionScope,
    holders: readonly { readonly id: string; readonly name: string | null }[],
    ask: Ask,
  ): Promise<readonly Answered[]> => {
    const answered: Answered[] = [];
    for (const { id, name } of holders)
      answered.push({ id, name: name ?? id, ...decided(await others.of(scope, { id }), ask) });
    return answered;
  };
}

const decided = (other: Other, ask: (asked: ExecutionScope) => AccessDecision): AccessDecision =>
  other.isMember ? ask(other.scope) : noMember(other);

const shown = ({ kind, id, name, attributes }: FoundObject) => ({ kind, id, name, attributes });

const nothingThere = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_ACCESS_OBJECT_UNKNOWN',
    message: 'There is no such thing, or nobody tells what it is like.',
    hint: 'Take a kind of GET /api/v1/access/kinds, and the id as the plugin shows it.',
    status: 404,
  });
