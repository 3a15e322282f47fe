import { sql } from '@datawave/plugin-sdk';
import type { Policy, StoredPolicy } from '../model/policy.ts';

/** A row of the table `policies`. */
export interface PolicyRow {
  readonly id: string;
  readonly title: string;
  readonly effect: Policy['effect'];
  readonly enabled: boolean;
  readonly document: Pick<Policy, 'description' | 'permissions' | 'subjects' | 'when'>;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export const POLICY_COLUMNS = sql`id, title, effect, enabled, document, version, ${sql.isoTime(sql`created_at`)} as "createdAt", created_by as "createdBy",
  ${sql.isoTime(sql`updated_at`)} as "updatedAt", updated_by as "updatedBy"`;

export const toPolicy = ({ id, title, effect, enabled, document, ...kept }: PolicyRow): StoredPolicy => ({
  ...{ id, title, effect, enabled },
  ...document,
  ...kept,
});
