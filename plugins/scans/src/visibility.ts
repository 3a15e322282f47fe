import type { AccessFilter, ExecutionScope, SqlFragment } from '@datawave/plugin-sdk';

/**
 * Which rows are about assets that the caller may see.
 * @param urn - expression of the query that holds the asset's URN, qualified
 */
export type Visibility = (scope: ExecutionScope, urn: SqlFragment) => Promise<AccessFilter>;
