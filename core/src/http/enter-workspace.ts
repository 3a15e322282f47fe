import type { IncomingHttpHeaders } from 'node:http';
import {
  type Authentication,
  DEFAULT_WORKSPACE,
  type ResolvedWorkspace,
  type ResolveWorkspace,
  WORKSPACE_HEADER,
} from '@datawave/plugin-sdk';
import { notFound } from './route-authorization.ts';

/** Key of the workspace that is there without any plugin. */
const DEFAULT_KEY = 'default';

/** Where no plugin knows of others there is the default workspace, in which nobody holds roles of their own. */
export const onlyDefault: ResolveWorkspace = ({ authentication, named }) =>
  named === null || (named === DEFAULT_KEY && authentication.workspace === DEFAULT_WORKSPACE)
    ? { workspace: authentication.workspace, roles: [] }
    : null;

/**
 * Puts the caller into the workspace that the request names, with the roles held there. What may not be entered answers like what is not
 * there, and before anything else is looked at, so that nothing about it shows.
 */
export function enterWorkspace(
  headers: IncomingHttpHeaders,
  authentication: Authentication,
  resolve: ResolveWorkspace,
): Authentication | Promise<Authentication> {
  const named = headers[WORKSPACE_HEADER];
  const found = resolve({ authentication, named: named === undefined ? null : String(named) });
  return found instanceof Promise
    ? found.then((resolved) => enter(authentication, resolved))
    : enter(authentication, found);
}

function enter(authentication: Authentication, resolved: ResolvedWorkspace | null): Authentication {
  if (resolved === null) throw notFound();
  const { workspace, roles } = resolved;
  if (roles.length === 0)
    return workspace === authentication.workspace ? authentication : { ...authentication, workspace };
  return {
    ...authentication,
    workspace,
    principal: { ...authentication.principal, workspaceRoles: roles },
  };
}
