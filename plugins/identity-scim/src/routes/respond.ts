import { DataWaveError, type HttpService, type RouteRequest, type RouteResponse } from '@datawave/plugin-sdk';
import type { Filter } from '../filter/filter.ts';
import { parseAttribute, parseFilter } from '../filter/parse-filter.ts';
import type { SliceRange } from '../resource-row.ts';
import { ScimError } from '../scim-error.ts';

/** Below which everything lies. */
export const BASE = '/scim/v2';
/** Of every answer (RFC 7644, section 3.1). */
export const SCIM_TYPE = 'application/scim+json';
/** Resources on a page at most, and unless a client says how many. */
export const MOST_RESULTS = 500;
const USUAL_RESULTS = 100;

/** Parameters that SCIM requests may carry; others are passed over, as the clients add their own. */
export const querySchema = {
  type: 'object',
  properties: {
    filter: { type: 'string', maxLength: 4_000 },
    startIndex: { type: 'integer' },
    count: { type: 'integer' },
    attributes: { type: 'string', maxLength: 4_000 },
    excludedAttributes: { type: 'string', maxLength: 4_000 },
  },
} as const;

/** @see querySchema */
export interface ScimQuery {
  readonly filter?: string;
  readonly startIndex?: number;
  readonly count?: number;
  readonly attributes?: string;
  readonly excludedAttributes?: string;
}

/** Answers as SCIM clients expect it, also when they have done something wrong. */
export async function respond(work: () => Promise<RouteResponse>): Promise<RouteResponse> {
  try {
    const response = await work();
    return { ...response, headers: { 'content-type': SCIM_TYPE, ...response.headers } };
  } catch (error) {
    const told = toScimError(error);
    if (told === null) throw error;
    return {
      status: told.status,
      headers: { 'content-type': SCIM_TYPE },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: String(told.status),
        ...(told.scimType === null ? {} : { scimType: told.scimType }),
        detail: told.message,
      },
    };
  }
}

/** Null for what is nobody's mistake. */
function toScimError(error: unknown): ScimError | null {
  if (error instanceof ScimError) return error;
  if (!DataWaveError.is(error) || error.status >= 500) return null;
  return new ScimError(
    error.status,
    error.code === 'DW_IDENTITY_NAME_TAKEN' ? 'uniqueness' : null,
    error.message,
  );
}

/** The filter of a request; null where there is none. */
export const filterOf = ({ filter }: ScimQuery): Filter | null =>
  filter === undefined || filter.trim() === '' ? null : parseFilter(filter);

/** Counts from one, and takes what is too little or too much for the nearest that is not. */
export const rangeOf = ({ startIndex = 1, count = USUAL_RESULTS }: ScimQuery): SliceRange => ({
  offset: Math.min(Math.max(1, startIndex), 1_000_000_000) - 1,
  count: Math.min(Math.max(0, count), MOST_RESULTS),
});

/** A list (RFC 7644, section 3.4.2). */
export const listResponse = (total: number, offset: number, resources: readonly object[]): RouteResponse => ({
  body: {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex: offset + 1,
    itemsPerPage: resources.length,
    Resources: resources,
  },
});

/** Whether an answer is to have an attribute. */
export function wants(query: ScimQuery, name: string): boolean {
  const wanted = names(query.attributes);
  if (wanted.size > 0) return [...wanted].some((one) => one === name || one.startsWith(`${name}.`));
  return !names(query.excludedAttributes).has(name);
}

/** A resource with the attributes that were asked for. Its id and its schemas are always among them. */
export function project(
  resource: Readonly<Record<string, unknown>>,
  query: ScimQuery,
): Readonly<Record<string, unknown>> {
  if (query.attributes === undefined && query.excludedAttributes === undefined) return resource;
  return Object.fromEntries(
    Object.entries(resource).filter(
      ([name]) => name === 'id' || name === 'schemas' || wants(query, name.toLowerCase()),
    ),
  );
}

/** Where resources lie: what their addresses begin with. */
export const baseOf = (
  http: HttpService,
  { headers, client }: Pick<RouteRequest, 'headers' | 'client'>,
): string =>
  `${http.publicUrl ?? `${client.isSecure ? 'https' : 'http'}://${headers['host'] ?? 'localhost'}`}/api/v1${BASE}`;

/** `userName`, `name.familyName`, `urn:…:User:department`, in lower case, an extension as its URN. */
function names(list: string | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  for (const text of (list ?? '').split(',')) {
    const path = parseAttribute(text);
    if (path === null) continue;
    const isCore = path.schema === null || path.schema.includes(':core:');
    found.add(isCore ? (path.sub === null ? path.name : `${path.name}.${path.sub}`) : (path.schema ?? ''));
  }
  return found;
}
