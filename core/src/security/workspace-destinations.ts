import { randomUUID } from 'node:crypto';
import { type AuditService, DataWaveError, type ExecutionScope, sql } from '@datawave/plugin-sdk';
import type { Storage } from '../storage/storage.ts';

/** One destination that a workspace allows. As soon as it has one, its own reach no others. */
export interface DestinationRule {
  readonly id: string;
  /** A host glob, an address or a CIDR block, with an optional :PORT. */
  readonly destination: string;
  readonly reason: string;
  readonly createdBy: string;
  readonly createdAt: string;
}

/** So many that they can be read for every connection. */
const MOST_RULES = 500;
const LONGEST_DESTINATION = 300;
const LONGEST_REASON = 1_000;

const COLUMNS = sql`id::text, destination, reason, created_by as "createdBy", ${sql.isoTime(sql`created_at`)} as "createdAt"`;

/** Keeps the rules of workspaces. */
export class WorkspaceDestinations {
  readonly #storage: Storage;
  readonly #audit: AuditService | null;

  constructor(storage: Storage, audit: AuditService | null) {
    this.#storage = storage;
    this.#audit = audit;
  }

  /** What the broker asks before each connection in a workspace's name. */
  async of(workspace: string): Promise<readonly string[]> {
    const rows = await this.#storage.execute<{ destination: string }>({
      text: 'select destination from core.egress_rules where workspace_id = $1 order by destination',
      parameters: [workspace],
      name: 'egress_rules_of',
    });
    return rows.map(({ destination }) => destination);
  }

  /** The same of each workspace that has any rules, for connections in the name of none. */
  async ofEvery(): Promise<readonly (readonly string[])[]> {
    const rows = await this.#storage.execute<{ destinations: readonly string[] }>({
      text: 'select array_agg(destination order by destination) as destinations from core.egress_rules group by workspace_id',
      parameters: [],
      name: 'egress_rules_of_every',
    });
    return rows.map(({ destinations }) => destinations);
  }

  list(scope: ExecutionScope): Promise<readonly DestinationRule[]> {
    return this.#storage
      .service('core')
      .transaction(scope, (tx) =>
        this.#storage.executeIn<DestinationRule>(
          tx,
          sql`select ${COLUMNS} from core.egress_rules where workspace_id = ${scope.workspace} order by destination`,
        ),
      );
  }

  async get(scope: ExecutionScope, id: string): Promise<DestinationRule> {
    const rule = (await this.list(scope)).find((one) => one.id === id);
    if (rule === undefined) throw notFound(id);
    return rule;
  }

  /** @throws DataWaveError DW_EGRESS_RULE_INVALID */
  async add(
    scope: ExecutionScope,
    { destination, reason }: Pick<DestinationRule, 'destination' | 'reason'>,
  ): Promise<DestinationRule> {
    const text = destination.trim().toLowerCase();
    if (text.length > LONGEST_DESTINATION || reason.length > LONGEST_REASON)
      throw invalid('it is too long', 'Shorten the destination or the reason.');
    // The address library is loaded with the first need of it.
    const { readEgressRules } = await import('./egress-rules.ts');
    try {
      readEgressRules({ allow: [text] });
    } catch (error) {
      if (!DataWaveError.is(error)) throw error;
      throw invalid(
        'its destination is none',
        'Write a CIDR block such as 10.0.0.0/8, an address, or a host glob such as *.example.com, with :PORT after it if need be.',
      );
    }
    const id = randomUUID();
    await this.#storage.service('core').transaction(scope, async (tx) => {
      const { workspace } = scope;
      // One after the other, so that two cannot both be the last that fits.
      await this.#storage.executeIn(
        tx,
        sql`select pg_advisory_xact_lock(hashtextextended(${`egress-rules ${workspace}`}, 11))`,
      );
      const present = await this.#storage.executeIn<{ destination: string }>(
        tx,
        sql`select destination from core.egress_rules where workspace_id = ${workspace}`,
      );
      if (present.length >= MOST_RULES)
        throw invalid(
          `there are ${MOST_RULES} already`,
          'Put several into one, as a CIDR block or host glob.',
        );
      if (present.some((other) => other.destination === text))
        throw invalid('there is one for this destination already', 'Remove that one first.', 409);
      await this.#storage.executeIn(
        tx,
        sql`insert into core.egress_rules (workspace_id, id, destination, reason, created_by)
            values (${workspace}, ${id}, ${text}, ${reason}, ${scope.principal.id})`,
      );
      await this.#audit?.record(tx, scope, {
        action: 'core.egress-rule.created',
        object: { type: 'egress-rule', id, name: text },
        after: { destination: text },
        ...(reason === '' ? {} : { reason }),
      });
    });
    return this.get(scope, id);
  }

  /** @throws DataWaveError DW_EGRESS_RULE_NOT_FOUND */
  remove(scope: ExecutionScope, id: string): Promise<void> {
    return this.#storage.service('core').transaction(scope, async (tx) => {
      const [gone] = await this.#storage.executeIn<{ destination: string }>(
        tx,
        sql`delete from core.egress_rules where workspace_id = ${scope.workspace} and id = ${id} returning destination`,
      );
      if (gone === undefined) throw notFound(id);
      await this.#audit?.record(tx, scope, {
        action: 'core.egress-rule.deleted',
        object: { type: 'egress-rule', id, name: gone.destination },
        before: { destination: gone.destination },
      });
    });
  }
}

const invalid = (why: string, hint: string, status = 422): DataWaveError =>
  new DataWaveError({
    code: 'DW_EGRESS_RULE_INVALID',
    message: `The rule cannot be kept: ${why}.`,
    hint,
    status,
  });

const notFound = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_EGRESS_RULE_NOT_FOUND',
    message: `There is no rule ${id} of outgoing connections.`,
    hint: 'List the rules of the workspace.',
    status: 404,
  });
