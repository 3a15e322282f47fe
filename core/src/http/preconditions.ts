import type { AccessService, RouteRequest } from '@datawave/plugin-sdk';
import { etagOf, namesEtag } from './conditional.ts';
import { HttpError } from './problem.ts';
import { readUrlInput } from './request-input.ts';
import { decideRoute } from './route-authorization.ts';
import type { RouteTable } from './route-table.ts';

/** The version in an `If-Match` that names exactly one; undefined for a list and for `*`. */
export function expectedVersion(ifMatch: string | undefined): string | undefined {
  return ifMatch === undefined ? undefined : /^\s*"([\x21\x23-\x7e]*)"\s*$/.exec(ifMatch)?.[1];
}

/**
 * Compares `If-Match` with the version that GET of the same path answers now. A write that then loses a race is
 * refused by the handler, which is given the version.
 */
export async function requireMatch(
  ifMatch: string,
  path: string,
  request: RouteRequest,
  { table, access }: { readonly table: RouteTable; readonly access: AccessService },
): Promise<void> {
  const match = table.find('GET', path);
  if (match === null) return;
  // Who may not read it knows no version of it, and is told none.
  const { route } = match;
  if (!route.isPublic && !(await decideRoute(route, request.scope, access)).allowed) {
    if (ifMatch.trim() === '*') return;
    throw changed({});
  }
  const { params, query } = readUrlInput(match, '');
  const { version } = await match.route.call({ ...request, params, query, body: undefined });
  if (version === undefined || namesEtag(ifMatch, etagOf(version), false)) return;
  throw changed({ etag: etagOf(version) });
}

const changed = (headers: Readonly<Record<string, string>>): HttpError =>
  new HttpError({
    code: 'DW_HTTP_PRECONDITION_FAILED',
    message: 'Somebody has changed this since you read it.',
    hint: 'Read it again, apply your change to the new version and send its ETag as If-Match.',
    status: 412,
    headers,
  });
