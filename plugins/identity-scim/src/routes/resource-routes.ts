import { closedSchema } from '@datawave/plugin-sdk';
import type { ResourceRow } from '../resource-row.ts';

/** What it takes to ask for anything here. */
export const PERMISSION = 'scim:write';
/** A body of which the kinds of its parts are read by hand, because faults are told as SCIM tells them. */
export const anyBody = { type: 'object' } as const;
/** @see anyBody */
export type AnyBody = Readonly<Record<string, unknown>>;
/** Of one resource. */
export const idSchema = closedSchema({ id: { type: 'string', maxLength: 100 } }, ['id']);

/** What is said of every resource (RFC 7643, section 3.1). @param base - what addresses begin with */
export const metaOf = (
  resourceType: 'User' | 'Group',
  { id, createdAt, updatedAt, version }: ResourceRow,
  base: string,
): Readonly<Record<string, string>> => ({
  resourceType,
  created: createdAt,
  lastModified: updatedAt,
  location: `${base}/${resourceType}s/${id}`,
  version: `"${version}"`,
});
