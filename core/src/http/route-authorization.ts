import type { AccessDecision, AccessService, ExecutionScope } from '@datawave/plugin-sdk';
import type { MountedRoute } from './mounted-route.ts';
import { HttpError } from './problem.ts';
import type { RouteTable } from './route-table.ts';

/** Nothing is there, or nothing that the caller may see: the two look the same. */
export function notFound(): HttpError {
  return new HttpError({
    code: 'DW_HTTP_NOT_FOUND',
    message: 'There is nothing at this address, or nothing that you may see.',
    hint: '/docs lists what there is.',
    status: 404,
  });
}

const OWN: AccessDecision = Object.freeze({ allowed: true, reason: 'It is about the caller alone.' });

/** The decision about a route as such. */
export function decideRoute(
  route: MountedRoute,
  scope: ExecutionScope,
  access: AccessService,
): AccessDecision | Promise<AccessDecision> {
  if (!route.isForSelf) return access.decide(scope, route.question);
  // A token that is confined to some permissions would otherwise make itself one that is not.
  return scope.session?.permissions === undefined
    ? OWN
    : {
        allowed: false,
        reason: 'A token that is confined to some permissions cannot act on the account itself.',
      };
}

/**
 * Lets a caller pass who holds the route's permission. Who may not even see the thing gets 404,
 * who may see it but not do this gets 403.
 */
export async function authorize(
  route: MountedRoute,
  path: string,
  scope: ExecutionScope,
  access: AccessService,
  table: RouteTable,
): Promise<void> {
  const decision = await decideRoute(route, scope, access);
  if (decision.allowed) return;
  if (route.declared.method === 'GET' || !(await maySee(path, scope, access, table))) throw notFound();
  throw new HttpError({
    code: 'DW_ACCESS_DENIED',
    message: decision.told ?? decision.reason,
    hint: 'Ask an administrator for the permission.',
    status: 403,
  });
}

/** Whether the caller may read the path or what it stands below: `/scans/7` for `/scans/7/cancel`. */
export async function maySee(
  path: string,
  scope: ExecutionScope,
  access: AccessService,
  table: RouteTable,
): Promise<boolean> {
  for (let at = path.replace(/\/$/, ''); at.length > 1; at = at.slice(0, at.lastIndexOf('/'))) {
    const readable = table.find('GET', at);
    if (readable === null) continue;
    return readable.route.isPublic || (await decideRoute(readable.route, scope, access)).allowed;
  }
  return false;
}
