import type { HttpMethod } from '@datawave/plugin-sdk';
import { Router } from '@koa/router';
import type { MountedRoute, PathMatch, RouteMatch } from './mounted-route.ts';
import { compareSpecificity, resourceOf } from './path.ts';

const NO_MATCH: PathMatch = { match: null, methods: [] };

/** The routes of one resource: a small router of its own, so that a request never passes other plugins' routes. */
interface ResourceRouter {
  readonly router: Router;
  /** By the layer's middleware, which is how a layer says what it stands for. */
  readonly routes: ReadonlyMap<unknown, MountedRoute>;
}

/** All mounted routes, found by the first segment of the path, then within that resource. */
export class RouteTable {
  readonly #mounted = new Set<MountedRoute>();
  readonly #byResource = new Map<string, ResourceRouter>();
  #revision = 0;

  /** Rises with every change; what is derived from the table is kept for one revision. */
  get revision(): number {
    return this.#revision;
  }

  /** Ordered by path, then method. */
  list(): readonly MountedRoute[] {
    return [...this.#mounted].sort(
      (a, b) =>
        a.declared.path.localeCompare(b.declared.path) || a.declared.method.localeCompare(b.declared.method),
    );
  }

  add(route: MountedRoute): void {
    this.#mounted.add(route);
    this.#rebuild(resourceOf(route.declared.path));
  }

  remove(route: MountedRoute): void {
    if (this.#mounted.delete(route)) this.#rebuild(resourceOf(route.declared.path));
  }

  /** The route for a method and a path below the prefix, HEAD being answered by GET. */
  find(method: string, path: string): RouteMatch | null {
    const resource = this.#byResource.get(resourceOf(path));
    if (!resource) return null;
    // The layers are walked here rather than by `router.match`, which tests all of them and builds lists.
    for (const layer of resource.router.stack) {
      if (!layer.methods.includes(method)) continue;
      const found = layer.regexp.exec(path);
      if (found === null) continue;
      const route = resource.routes.get(layer.stack[0]);
      if (route) return { route, captures: found.slice(1) };
    }
    return null;
  }

  /** As {@link RouteTable.find}, with the methods that the path knows. */
  look(method: string, path: string): PathMatch {
    const match = this.find(method, path);
    const resource = this.#byResource.get(resourceOf(path));
    if (!resource) return NO_MATCH;
    const methods = new Set<HttpMethod>();
    for (const layer of resource.router.match(path, method).path) {
      const route = resource.routes.get(layer.stack[0]);
      if (route) methods.add(route.declared.method);
    }
    return { match, methods: [...methods] };
  }

  #rebuild(resource: string): void {
    this.#revision += 1;
    const routes = [...this.#mounted].filter((route) => resourceOf(route.declared.path) === resource);
    if (routes.length === 0) {
      this.#byResource.delete(resource);
      return;
    }
    // @koa/router cannot forget a route and takes them in the order of registration: a fresh one is built, the most specific first.
    routes.sort((a, b) => compareSpecificity(a.declared.path, b.declared.path));
    const router = new Router({ sensitive: true, strict: false });
    const byMiddleware = new Map<unknown, MountedRoute>();
    for (const route of routes) {
      const middleware = (): void => undefined;
      byMiddleware.set(middleware, route);
      router.register(route.declared.path, [route.declared.method], middleware);
    }
    this.#byResource.set(resource, { router, routes: byMiddleware });
  }
}
