import type {
  AccessService,
  Authenticate,
  Authentication,
  CredentialSource,
  ResolveWorkspace,
} from '@datawave/plugin-sdk';
import { DataWaveError } from '@datawave/plugin-sdk';
import { enterWorkspace } from './enter-workspace.ts';
import type { Exchange } from './exchange.ts';
import type { MountedRoute } from './mounted-route.ts';
import { requestScope } from './request-scope.ts';
import { decideRoute } from './route-authorization.ts';

/** Milliseconds between two looks at who reads a stream: with what is remembered of a proof, a revocation is seen within five seconds. */
const LOOK_EVERY_MS = 1_000;
/** Who may enter a workspace is asked with each so many looks only: it counts among the requests of the workspace. */
const LOOKS_PER_ENTRANCE = 3;

/** Whether who has opened a stream may still read it. */
export type StillMay = () => Promise<boolean>;

/** A stream goes on for as long as its reader stays, and a session may end before: asks anew what was asked when it was opened. */
export function streamPermission(
  exchange: Exchange,
  route: MountedRoute,
  opened: Authentication,
  source: CredentialSource,
  parts: {
    readonly access: AccessService;
    readonly authenticate: Authenticate;
    readonly resolveWorkspace: ResolveWorkspace;
  },
): StillMay {
  let looks = 0;
  let { workspaceRoles } = opened.principal;
  const openedAs = standing(opened);
  return async () => {
    if (route.isPublic) return true;
    looks += 1;
    const known = await parts.authenticate(source);
    if (known?.principal.id !== opened.principal.id) return false;
    // What it stands for has changed: its reader comes again, as who they are now.
    if (standing(known) !== openedAs) return false;
    if (looks % LOOKS_PER_ENTRANCE === 0) {
      const entered = await enter(source, known, parts.resolveWorkspace);
      if (entered?.workspace !== opened.workspace) return false;
      if (listed(entered.principal.workspaceRoles) !== listed(opened.principal.workspaceRoles)) return false;
      ({ workspaceRoles } = entered.principal);
    }
    const principal = { ...known.principal, ...(workspaceRoles === undefined ? {} : { workspaceRoles }) };
    const caller = { ...known, workspace: opened.workspace, principal };
    return (await decideRoute(route, requestScope(exchange, caller), parts.access)).allowed;
  };
}

const listed = (keys: readonly string[] = []): string => [...keys].sort().join(' ');

/** Roles and groups that come with the proof itself. */
const standing = ({ principal, session }: Authentication): string =>
  [principal.roles, principal.groups, session?.permissions].map((keys) => listed(keys)).join('\n');

/** Null for whom the workspace is closed. */
async function enter(
  { headers }: CredentialSource,
  known: Authentication,
  resolve: ResolveWorkspace,
): Promise<Authentication | null> {
  try {
    return await enterWorkspace(headers, known, resolve);
  } catch (error) {
    if (DataWaveError.is(error) && error.status === 404) return null;
    throw error;
  }
}

/**
 * Looks again and again, and says once when the stream is to end. Where it cannot be found out, because the database is away for a
 * moment, the stream stays: there is nothing to be read from it then either.
 */
export function watchStream(stillMay: StillMay, end: () => void, everyMs = LOOK_EVERY_MS): () => void {
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const may = await stillMay().catch(() => true);
    isLooking = false;
    if (may) return;
    stop();
    end();
  };
  const timer = setInterval(() => void look(), everyMs).unref();
  const stop = (): void => clearInterval(timer);
  return stop;
}
