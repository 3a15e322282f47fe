import { DataWaveError, type Disposer } from '@datawave/plugin-sdk';
import type { MountedRoute } from './mounted-route.ts';
import { resourceOf, shapeOf } from './path.ts';
import type { RouteTable } from './route-table.ts';

/**
 * Routes that answer as long as nobody else has one below the same resource. They yield all together, so that no address is
 * answered by the one and the next by the other, and return with the end of the last that they have yielded to.
 */
export class YieldingRoutes {
  readonly #table: RouteTable;
  readonly #byResource = new Map<string, Map<string, MountedRoute>>();
  /** How many routes of others there are, by resource. */
  readonly #others = new Map<string, number>();

  constructor(table: RouteTable) {
    this.#table = table;
  }

  /** @throws DataWaveError DW_HTTP_ROUTE_DUPLICATE */
  add(route: MountedRoute): Disposer {
    const { method, path } = route.declared;
    const resource = resourceOf(path);
    const key = `${method} ${shapeOf(path)}`;
    const routes = this.#byResource.get(resource) ?? new Map<string, MountedRoute>();
    if (routes.has(key)) throw duplicateRoute(route);
    this.#byResource.set(resource, routes.set(key, route));
    if (!this.#others.has(resource)) this.#table.add(route);
    return () => {
      if (routes.get(key) !== route) return;
      routes.delete(key);
      this.#table.remove(route);
    };
  }

  /** Whether somebody else answers below the resource at the moment. */
  hasYielded(resource: string): boolean {
    return this.#others.has(resource);
  }

  /** Before somebody else's route is added. */
  yieldTo(route: MountedRoute): void {
    const resource = resourceOf(route.declared.path);
    const others = this.#others.get(resource) ?? 0;
    this.#others.set(resource, others + 1);
    if (others > 0) return;
    for (const own of this.#byResource.get(resource)?.values() ?? []) this.#table.remove(own);
  }

  /** After somebody else's route was removed. */
  returnFrom(route: MountedRoute): void {
    const resource = resourceOf(route.declared.path);
    const others = (this.#others.get(resource) ?? 0) - 1;
    if (others > 0) {
      this.#others.set(resource, others);
      return;
    }
    this.#others.delete(resource);
    for (const own of this.#byResource.get(resource)?.values() ?? []) this.#table.add(own);
  }
}

/** Who mounts a route twice. */
export function duplicateRoute({ declared, owner }: MountedRoute): DataWaveError {
  return new DataWaveError({
    code: 'DW_HTTP_ROUTE_DUPLICATE',
    message: `The route ${declared.method} ${declared.path} of "${owner}" is already mounted.`,
    hint: 'Mount it once; routes that differ only in the names of their parameters are the same.',
    where: `plugin ${owner}`,
  });
}
