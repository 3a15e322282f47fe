import type { Disposer, HttpMethod, RouteRequest, RouteResponse } from '@datawave/plugin-sdk';
import { DataWaveError } from '@datawave/plugin-sdk';
import type { HistogramMetric, HistogramSeries } from '../telemetry/histogram.ts';
import type { InputValidation } from './input-validation.ts';
import type { DeclaredRoute, KernelHttpService, KernelRoute, MountedRoute } from './mounted-route.ts';
import { API_PREFIX, isRoutePath, resourceOf, shapeOf } from './path.ts';
import type { RateLimits } from './rates/rate-limits.ts';
import type { RouteTable } from './route-table.ts';
import type { ServerLimits } from './server-config.ts';
import { duplicateRoute, YieldingRoutes } from './yielding-routes.ts';

/** Who mounts routes, as far as mounting is concerned; a PluginPackage is one. */
export interface RouteOwner {
  readonly manifest: { readonly id: string; readonly resources?: readonly string[] };
  /** Set where another owner may claim the same resources, whose routes then answer instead. */
  readonly yields?: true;
}

/** Who the kernel is among the owners of routes. */
const KERNEL = 'core';
const METHODS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Mounts the routes of plugins and withdraws them. */
export class RouteMounts {
  readonly #table: RouteTable;
  readonly #validation: InputValidation;
  readonly #durations: HistogramMetric;
  readonly #limits: ServerLimits;
  readonly #recentSignInMs: number;
  readonly #rates: RateLimits;
  readonly #publicUrl: string | null;
  readonly #claims = new Map<string, string>();
  readonly #routes = new Map<string, MountedRoute>();
  readonly #yielding: YieldingRoutes;

  constructor(parts: {
    readonly table: RouteTable;
    readonly validation: InputValidation;
    readonly durations: HistogramMetric;
    readonly limits: ServerLimits;
    readonly recentSignInMinutes: number;
    readonly rates: RateLimits;
    readonly publicUrl: string | null;
  }) {
    this.#table = parts.table;
    this.#validation = parts.validation;
    this.#durations = parts.durations;
    this.#limits = parts.limits;
    this.#recentSignInMs = parts.recentSignInMinutes * 60_000;
    this.#rates = parts.rates;
    this.#publicUrl = parts.publicUrl;
    this.#yielding = new YieldingRoutes(parts.table);
  }

  /**
   * Claims the owner's resources and answers the service through which it mounts routes.
   * @throws DataWaveError DW_HTTP_RESOURCE_TAKEN when another plugin owns one of them, and does not yield it.
   */
  service(owner: RouteOwner): KernelHttpService {
    const { id, resources = [] } = owner.manifest;
    for (const resource of resources) {
      const holder = this.#claims.get(resource);
      if (holder === undefined || holder === id) continue;
      throw new DataWaveError({
        code: 'DW_HTTP_RESOURCE_TAKEN',
        message: `The plugin "${id}" claims the resource "${resource}", which belongs to "${holder}".`,
        hint: 'Rename the resource in one of the manifests, or enable only one of the plugins.',
        where: `plugin ${id}`,
      });
    }
    if (owner.yields !== true) for (const resource of resources) this.#claims.set(resource, id);
    return {
      publicUrl: this.#publicUrl,
      route: <Params, Query, Body>(route: KernelRoute<Params, Query, Body>): Disposer => {
        // The handler is only ever called with what has passed the schemas that stand beside it.
        const call = route.handler as unknown as MountedRoute['call'];
        checkDeclaration(id, resources, route);
        const made = this.#make(id, route, (request) => call.call(route, request));
        return owner.yields === true ? this.#yielding.add(made) : this.#mount(made);
      },
    };
  }

  /** Whether routes below a resource have yielded to those of another owner. */
  hasYielded(resource: string): boolean {
    return this.#yielding.hasYielded(resource);
  }

  /** Withdraws all routes of a plugin and gives up its resources. */
  remove(id: string): void {
    for (const [key, route] of this.#routes) {
      if (route.owner === id) this.#unmount(key, route);
    }
    for (const [resource, holder] of this.#claims) if (holder === id) this.#claims.delete(resource);
  }

  #mount(route: MountedRoute): Disposer {
    const key = `${route.declared.method} ${shapeOf(route.declared.path)}`;
    if (this.#routes.has(key)) throw duplicateRoute(route);
    this.#routes.set(key, route);
    this.#yielding.yieldTo(route);
    this.#table.add(route);
    return () => {
      if (this.#routes.get(key) === route) this.#unmount(key, route);
    };
  }

  #unmount(key: string, route: MountedRoute): void {
    this.#routes.delete(key);
    this.#table.remove(route);
    this.#yielding.returnFrom(route);
  }

  #make(
    owner: string,
    declared: DeclaredRoute,
    call: (request: RouteRequest) => Promise<RouteResponse>,
  ): MountedRoute {
    const where = `${declared.method} ${declared.path}`;
    return {
      owner,
      declared,
      isPublic: declared.permission === 'public',
      isForSelf: declared.permission === 'signed-in',
      isForeignForm: declared.foreignForm === true,
      receivesFile: declared.receivesFile === true,
      question: Object.freeze({ permission: declared.permission }),
      signInWithinMs: declared.recentSignIn === true ? this.#recentSignInMs : null,
      rate: this.#rates.rateOf(declared),
      bodyLimit: declared.bodyLimit ?? this.#limits.bodyBytes,
      timeoutMs: declared.timeoutMs ?? this.#limits.requestMs,
      paramNames: [...declared.path.matchAll(/:([A-Za-z][A-Za-z0-9]*)/g)].map((match) => match[1] ?? ''),
      checkParams: declared.params ? this.#validation.forText(declared.params, 'params', where) : null,
      checkQuery: declared.query ? this.#validation.forText(declared.query, 'query', where) : null,
      checkBody: declared.body ? this.#validation.forBody(declared.body, where) : null,
      durations: seriesByStatus(this.#durations, declared),
      call,
    };
  }
}

function checkDeclaration(owner: string, resources: readonly string[], route: DeclaredRoute): void {
  const fault = declarationFault(owner, resources, route);
  if (fault === null) return;
  throw new DataWaveError({
    code: 'DW_HTTP_ROUTE_INVALID',
    message: `The route ${String(route.method)} ${String(route.path)} of "${owner}" is not mounted: ${fault}.`,
    hint: 'A route names its method, a path whose first segment is among the manifest\'s resources, and a permission or "public".',
    where: `plugin ${owner}`,
  });
}

function declarationFault(owner: string, resources: readonly string[], route: DeclaredRoute): string | null {
  if (!METHODS.includes(route.method)) return 'its method is not one of GET, POST, PUT, PATCH and DELETE';
  if (typeof route.path !== 'string' || !isRoutePath(route.path))
    return `its path is not made of literal segments and :parameters below ${API_PREFIX}`;
  if (!resources.includes(resourceOf(route.path)))
    return `"${resourceOf(route.path)}" is not among the manifest's resources (${resources.join(', ') || 'none'})`;
  if (typeof route.permission !== 'string' || route.permission.trim() === '')
    return 'it names neither a permission nor "public"';
  if (
    route.permission !== 'public' &&
    route.permission !== 'signed-in' &&
    !/^[a-z0-9][a-z0-9._-]*(?::[a-z0-9][a-z0-9._-]*)+$/.test(route.permission)
  )
    return `"${route.permission}" is no permission id such as assets:read`;
  if (route.recentSignIn === true && route.permission === 'public')
    return 'it asks for a recent sign-in although it is public';
  if (route.foreignForm === true && (route.method !== 'POST' || route.permission !== 'public' || !route.body))
    return 'it takes a form from other sites, which only a public POST with a body schema may';
  if (
    route.receivesFile === true &&
    (owner !== KERNEL || route.method !== 'POST' || route.permission === 'public' || route.body)
  )
    return 'it takes a file, which only a POST of the kernel may, with a permission and no body schema';
  const { requests = 1, seconds = 1 } = route.rateLimit ?? {};
  if (!Number.isSafeInteger(requests) || requests < 1 || !Number.isSafeInteger(seconds) || seconds < 1)
    return 'its rate is not so many requests in so many seconds, both whole and at least 1';
  const names = [...route.path.matchAll(/:([A-Za-z][A-Za-z0-9]*)/g)].map((match) => match[1]);
  if (new Set(names).size !== names.length) return 'a parameter occurs twice in its path';
  for (const part of ['params', 'query'] as const) {
    const type = route[part]?.['type'];
    if (route[part] && type !== 'object') return `its ${part} schema does not say type "object"`;
  }
  if (route.body && (route.method === 'GET' || route.method === 'DELETE'))
    return `a ${route.method} takes no body`;
  return null;
}

/** Resolves the labels once for each status, so that counting a request is an array index and an addition. */
function seriesByStatus(
  durations: HistogramMetric,
  route: DeclaredRoute,
): (status: number) => HistogramSeries {
  const series = new Map<number, HistogramSeries>();
  return (status) => {
    const known = series.get(status);
    if (known) return known;
    const made = durations.bind({
      method: route.method,
      route: `${API_PREFIX}${route.path}`,
      status: String(status),
    });
    series.set(status, made);
    return made;
  };
}
