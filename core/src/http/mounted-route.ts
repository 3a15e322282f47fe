import type {
  AccessQuestion,
  Disposer,
  HttpMethod,
  HttpService,
  Route,
  RouteRequest,
  RouteResponse,
} from '@datawave/plugin-sdk';
import type { HistogramSeries } from '../telemetry/histogram.ts';
import type { InputCheck } from './input-validation.ts';
import type { RouteRate } from './rates/route-rate.ts';

/** A route of the kernel's own. */
export interface KernelRoute<Params, Query, Body> extends Route<Params, Query, Body> {
  /**
   * The body is a file (`application/octet-stream`) of at most `bodyLimit` bytes in place of JSON: the handler is given a
   * {@link ReceivedFile}, which is removed when it has answered.
   */
  readonly receivesFile?: true;
}

/** A route as it was declared, its type parameters erased: what is handed to it has passed its own schemas. */
export type DeclaredRoute = KernelRoute<never, never, never>;

/** What the kernel mounts its routes through. */
export interface KernelHttpService extends HttpService {
  route<Params = Record<string, string>, Query = Record<string, unknown>, Body = unknown>(
    route: KernelRoute<Params, Query, Body>,
  ): Disposer;
}

/** A route that can be called, with all that is the same for every request worked out beforehand. */
export interface MountedRoute {
  /** Id of the plugin. */
  readonly owner: string;
  readonly declared: DeclaredRoute;
  readonly isPublic: boolean;
  /** For everybody who has signed in, because it is about them alone. */
  readonly isForSelf: boolean;
  /** Takes a form that a page of any site may post, and asks nobody who they are. */
  readonly isForeignForm: boolean;
  /** Takes its body in as a file. */
  readonly receivesFile: boolean;
  readonly question: AccessQuestion;
  /** Milliseconds since the caller's sign-in at most; null where it may be older. */
  readonly signInWithinMs: number | null;
  /** Null where it is not limited. */
  readonly rate: RouteRate | null;
  readonly bodyLimit: number;
  readonly timeoutMs: number;
  readonly paramNames: readonly string[];
  readonly checkParams: InputCheck | null;
  readonly checkQuery: InputCheck | null;
  readonly checkBody: InputCheck | null;
  /** Duration of requests by status. */
  readonly durations: (status: number) => HistogramSeries;
  call(request: RouteRequest): Promise<RouteResponse>;
}

/** A route that answers a path, with the path's parameters still encoded. */
export interface RouteMatch {
  readonly route: MountedRoute;
  readonly captures: readonly string[];
}

/** What a path leads to. */
export interface PathMatch {
  readonly match: RouteMatch | null;
  /** Methods that the path answers; empty when it leads nowhere. */
  readonly methods: readonly HttpMethod[];
}
