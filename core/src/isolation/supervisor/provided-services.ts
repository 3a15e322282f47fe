import { RemoteAnswer } from '../bridge/remote.ts';
import { fieldsOf } from '../bridge/shapes.ts';
import { isGone } from '../isolation-errors.ts';

/** Services of an isolated plugin as others hold them: they stay the same when its process is replaced. */
export class ProvidedServices {
  readonly #plugin: string;
  readonly #services: Record<string, object> = {};
  #current: Readonly<Record<string, unknown>> = {};

  constructor(plugin: string) {
    this.#plugin = plugin;
  }

  /** By the names of the plugin's definition. */
  get services(): Readonly<Record<string, object>> {
    return this.#services;
  }

  /** @param given - what the setup of the process answered that runs now */
  update(given: unknown): void {
    this.#current = fieldsOf(given);
    for (const [name, service] of Object.entries(this.#current)) {
      if (typeof service !== 'object' || service === null || this.#services[name] !== undefined) continue;
      const standIn: Record<string, unknown> = {};
      for (const [key, value] of Object.entries(service))
        standIn[key] =
          typeof value === 'function' ? (...args: readonly unknown[]) => this.#call(name, key, args) : value;
      this.#services[name] = standIn;
    }
  }

  #call(name: string, method: string, args: readonly unknown[]): unknown {
    const service = fieldsOf(this.#current[name]);
    const run: unknown = service[method];
    if (typeof run !== 'function')
      return RemoteAnswer.reject(isGone(this.#plugin, `"${method}" is not there.`));
    return Reflect.apply(run as (...args: unknown[]) => unknown, service, args);
  }
}
