import type { MetricOptions } from '@datawave/plugin-sdk';
import type { EntitySchema } from '@mikro-orm/core';
import type { Peer } from '../bridge/peer.ts';
import { remoteObject } from '../bridge/remote.ts';
import { offeredOf } from '../contracts.ts';
import type { ServiceShape } from '../description.ts';
import { notOffered } from '../isolation-errors.ts';
import { DataStorage } from './data-storage.ts';
import type { Registrations } from './registrations.ts';

export interface ServiceParts {
  readonly peer: Peer;
  readonly plugin: string;
  readonly registrations: Registrations;
  readonly onFault: (error: unknown) => void;
  /** Of the plugin. */
  readonly entities: readonly EntitySchema[];
}

/** A service of the platform or of another plugin, called where it is. @param name - by which the plugin depends on it */
export function remoteService(
  name: string,
  { id, methods, data }: ServiceShape,
  isOptional: boolean,
  parts: ServiceParts,
): object {
  const { peer, registrations, onFault } = parts;
  const call = (method: string, args: readonly unknown[]): Promise<unknown> =>
    peer.callRoot('service', [name, isOptional, method, args], `${id}, ${method}`);
  if (id === 'core.storage') return new DataStorage({ ...parts, schema: String(data['schema']), call });
  const offered = offeredOf(id);
  const service = remoteObject(data, methods, (method, args) =>
    peer.callRoot('service', [name, isOptional, method, args], `${id}, ${method}`),
  );
  for (const method of offered?.registering ?? [])
    Reflect.set(service, method, (...args: readonly unknown[]) => registrations.add(call(method, args)));
  if (id === 'core.telemetry') Object.assign(service, metrics(call, registrations, onFault));
  if (offered === null) return service;
  // What the interface has and an isolated plugin does not get is refused by name, not by "is not a function".
  return new Proxy(service, {
    get(target, key, receiver) {
      const found: unknown = Reflect.get(target, key, receiver);
      if (found !== undefined || typeof key === 'symbol' || key === 'then' || key in data) return found;
      return () => {
        throw notOffered(
          parts.plugin,
          `"${key}" of the service "${id}"`,
          `It may use ${methods.join(', ')}.`,
        );
      };
    },
  });
}

/** Metrics answer at once in process: what is counted here is sent and not waited for. */
function metrics(
  call: (method: string, args: readonly unknown[]) => Promise<unknown>,
  registrations: Registrations,
  onFault: (error: unknown) => void,
): object {
  const made =
    (method: string, verb: string) =>
    (options: MetricOptions): object => {
      const metric = call(method, [options]);
      registrations.add(metric);
      const use = async (args: readonly unknown[]): Promise<void> => {
        const remote: unknown = await metric;
        const run: unknown = typeof remote === 'object' && remote !== null ? Reflect.get(remote, verb) : null;
        if (typeof run === 'function') await Reflect.apply(run as () => unknown, remote, args);
      };
      return { [verb]: (...args: readonly unknown[]) => void use(args).catch(onFault) };
    };
  return {
    counter: made('counter', 'add'),
    histogram: made('histogram', 'record'),
    gauge: (...args: readonly unknown[]) => void registrations.add(call('gauge', args)),
  };
}
