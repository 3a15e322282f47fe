import { DataWaveError, type Disposer } from '@datawave/plugin-sdk';
import { makeRevocable, type ResultTap, type Revocable } from './revocable.ts';

interface Registration {
  readonly provider: string;
  /** Makes the instance for one user; the same object for all of them where users do not matter. */
  readonly instanceFor: (user: string) => object;
  /** What its methods return, on the way to the user. */
  readonly onResult: ((user: string) => ResultTap) | undefined;
  readonly handles: Map<string, Revocable<object>>;
}

/**
 * Services by id. A user never holds the instance, only a handle of its own: when the provider or the user stops,
 * that handle is revoked, and says so to whoever still calls it. A provider that comes back gives new handles.
 */
export class ServiceRegistry {
  readonly #services = new Map<string, Registration>();
  readonly #watchers = new Set<() => void>();

  /**
   * Registers an instance, or a factory of one instance for each user.
   * @throws DataWaveError DW_SERVICE_DUPLICATE
   */
  provide(
    id: string,
    provider: string,
    instanceFor: (user: string) => object,
    onResult?: (user: string) => ResultTap,
  ): Disposer {
    const taken = this.#services.get(id);
    if (taken !== undefined) {
      throw new DataWaveError({
        code: 'DW_SERVICE_DUPLICATE',
        message: `Plugin "${provider}" provides the service "${id}", which "${taken.provider}" already provides.`,
        hint: `Disable one of "${provider}" and "${taken.provider}".`,
        where: `plugin ${provider}`,
      });
    }
    const registration: Registration = { provider, instanceFor, onResult, handles: new Map() };
    this.#services.set(id, registration);
    this.#tell();
    return () => {
      if (this.#services.get(id) === registration) this.#services.delete(id);
      for (const [user, handle] of registration.handles) handle.revoke(() => revoked(id, provider, user));
      registration.handles.clear();
      this.#tell();
    };
  }

  /** Calls back whenever a service has come or gone. The listener never throws: whoever provides is not to suffer for it. */
  watch(listener: () => void): Disposer {
    this.#watchers.add(listener);
    return () => void this.#watchers.delete(listener);
  }

  /** Who provides a service now. */
  providerOf(id: string): string | undefined {
    return this.#services.get(id)?.provider;
  }

  ids(): readonly string[] {
    return [...this.#services.keys()];
  }

  /** The user's handle, or undefined when nobody provides the service now. */
  find(id: string, user: string): object | undefined {
    const registration = this.#services.get(id);
    if (registration === undefined) return undefined;
    const known = registration.handles.get(user);
    if (known !== undefined) return known.handle;
    const handle = makeRevocable(registration.instanceFor(user), registration.onResult?.(user));
    registration.handles.set(user, handle);
    return handle.handle;
  }

  /** @throws DataWaveError DW_SERVICE_MISSING */
  get(id: string, user: string): object {
    const handle = this.find(id, user);
    if (handle === undefined) throw missing(id, user);
    return handle;
  }

  #tell(): void {
    for (const listener of this.#watchers) listener();
  }

  /** Takes back every handle of a user that has stopped. */
  revokeUser(user: string): void {
    for (const [id, registration] of this.#services) {
      registration.handles.get(user)?.revoke(() => stoppedUser(id, user));
      registration.handles.delete(user);
    }
  }
}

/** The part of a service's id that names its plugin. */
export const ownerOf = (id: string): string => id.slice(0, Math.max(0, id.indexOf('.')));

const describe = (user: string): string => (user === 'core' ? 'The kernel' : `Plugin "${user}"`);

function missing(id: string, user: string): DataWaveError {
  const owner = ownerOf(id);
  return new DataWaveError({
    code: 'DW_SERVICE_MISSING',
    message: `${describe(user)} asks for the service "${id}", which nobody provides.`,
    hint:
      owner === 'core'
        ? `List it under "deps" in definePlugin; the kernel opens only what some plugin depends on.`
        : `Enable plugin "${owner}", or list it under "requires" in the manifest of "${user}".`,
    where: `plugin ${user}`,
    status: 503,
  });
}

function revoked(id: string, provider: string, user: string): DataWaveError {
  return new DataWaveError({
    code: 'DW_SERVICE_REVOKED',
    message: `${describe(user)} used the service "${id}" after its provider "${provider}" had stopped.`,
    hint: `Enable "${provider}" again. In "${user}", read the service from the context each time instead of keeping it.`,
    where: `plugin ${user}`,
    status: 503,
  });
}

/** What a plugin is told that uses a service after its own end. */
export function stoppedUser(id: string, user: string): DataWaveError {
  return new DataWaveError({
    code: 'DW_PLUGIN_STOPPED',
    message: `Plugin "${user}" used the service "${id}" after it had been stopped itself.`,
    hint: `Enable "${user}" again. In its code, end what still runs when the context's signal is aborted.`,
    where: `plugin ${user}`,
    status: 503,
  });
}
