import type { AccessFilter, ExecutionScope, SqlFragment } from '@datawave/plugin-sdk';

/**
 * Which rows are about assets that the caller may see and may use the permission on.
 * @param asset - expression of the query that holds the asset's URN, qualified
 */
export type Visibility = (
  scope: ExecutionScope,
  permission: 'review:read' | 'review:decide',
  asset: SqlFragment,
) => Promise<AccessFilter>;
