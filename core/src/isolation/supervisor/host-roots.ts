import type { EventFilter, HookRef, Logger, PluginContext, TapOrder } from '@datawave/plugin-sdk';
import { adaptContribution, adaptJobHandler, adaptRoute } from '../bridge/adaptations.ts';
import { withTransactions } from '../bridge/data-session.ts';
import type { Peer, Roots } from '../bridge/peer.ts';
import { crossingMethods, fieldsOf } from '../bridge/shapes.ts';
import { closedPoint, isClosedToReaders, isLentElsewhere, isWithheld, offeredOf } from '../contracts.ts';
import type { PluginDescription, ServiceShape } from '../description.ts';
import { cannotCross, mustBeSynchronous, notHeld, notOffered } from '../isolation-errors.ts';
import { type LineLimit, writeLine } from './limited-logger.ts';
import { Neighbours, ownerOf } from './neighbours.ts';
import { isId, readHook } from './read-description.ts';
import type { StagedRegistrations } from './staged-registrations.ts';
import { ArgumentVet } from './vet-arguments.ts';

export interface HostParts {
  readonly plugin: string;
  /** Ids of the plugins that the manifest names, whose hooks, extension points and events may be followed. */
  readonly related: ReadonlySet<string>;
  /** Routes that the manifest says answer anybody: `GET /weather/feed`. */
  readonly publicRoutes?: readonly string[];
  /** The way out as the plugin has it. @param settings - of a connection that it is to open, besides its own */
  guard(egress: unknown, settings?: unknown): unknown;
  readonly registrations: StagedRegistrations;
  readonly log: Logger;
  readonly lines: LineLimit;
  /** Null before setup. */
  context(): PluginContext<unknown> | null;
  description(): PluginDescription | null;
  peer(): Peer;
  onFault(error: unknown): void;
}

/** What of a service crosses; null where the plugin gets nothing of it. */
export function shapeOf(
  id: string,
  service: unknown,
  known?: WeakMap<object, ServiceShape>,
): ServiceShape | null {
  if (typeof service !== 'object' || service === null) return null;
  const found = known?.get(service);
  if (found !== undefined) return found;
  const offered = offeredOf(id);
  if (isWithheld(id)) return null;
  const methods = offered?.methods ?? crossingMethods(service).methods;
  const data = dataOf(id, service);
  const shape = { id, methods, data };
  known?.set(service, shape);
  return shape;
}

function dataOf(id: string, service: object): ServiceShape['data'] {
  const { publicUrl = null, schema } = fieldsOf(service);
  if (id === 'core.storage') return { schema };
  return id === 'core.http' ? { publicUrl } : {};
}

type Run = (...args: readonly unknown[]) => unknown;

/**
 * What a child may call of the platform. Whatever arrives was written by somebody who is not trusted: every argument is looked at, and
 * services are those of the plugin's own definition.
 */
export function hostRoots(parts: HostParts): Roots {
  const { plugin, registrations, lines, log } = parts;
  const shapes = new WeakMap<object, ServiceShape>();
  const vet = new ArgumentVet(plugin);
  const neighbours = new Neighbours(plugin, parts.related);
  const context = (): PluginContext<unknown> => {
    const found = parts.context();
    if (found === null) throw notHeld('The context before the setup');
    return found;
  };
  const functionOf = (value: unknown, what: string): Run => {
    if (typeof value !== 'function') throw cannotCross(what, 'no function');
    return (...args) => Reflect.apply(value as Run, undefined, args);
  };
  const asynchronous = (sent: unknown): HookRef<unknown, unknown, 'async'> => {
    const hook = readHook(plugin, sent);
    if (hook.mode === 'sync') throw mustBeSynchronous(`The hook "${hook.id}"`, 'Use an asynchronous hook.');
    return { kind: 'hook', ...hook, mode: 'async' };
  };

  return {
    tap: (sent: unknown, tap: unknown, order: unknown) => {
      const hook = asynchronous(sent);
      neighbours.require(ownerOf(hook.id), `the hook "${hook.id}"`);
      const run = functionOf(tap, `the tap of ${hook.id}`);
      return registrations.add(() => context().hooks.tap(hook, (payload) => run(payload), orderOf(order)));
    },
    hook: (sent: unknown, payload: unknown) => {
      const hook = asynchronous(sent);
      neighbours.requireOwnHook(hook.id);
      return context().hooks.call(hook, payload);
    },
    contribute: (point: unknown, key: unknown, value: unknown) => {
      if (!isId(point) || typeof key !== 'string')
        throw cannotCross('a contribution', 'without point or key');
      const closed = closedPoint(point);
      if (closed !== null) throw notOffered(plugin, `the extension point "${point}"`, closed.hint);
      vet.contribution(point, key, value);
      const adapted = adaptContribution(point, value, (egress, settings) => parts.guard(egress, settings));
      const ref = { kind: 'extension-point', id: point } as const;
      return registrations.add(() => context().extensions.contribute(ref, key, adapted));
    },
    collection: (point: unknown) => {
      if (!isId(point)) throw cannotCross('an extension point', 'without an id');
      neighbours.require(ownerOf(point), `what others contribute to "${point}"`);
      if (isLentElsewhere(point)) return { version: 1, list: [] };
      if (isClosedToReaders(point))
        throw notOffered(
          plugin,
          `what others contribute to "${point}"`,
          'It acts for the platform. Use the service of the plugin that owns the extension point.',
        );
      const collection = context().extensions.collection({ kind: 'extension-point', id: point });
      let version = 0;
      // Numbered: the first answer and what is told of changes may overtake each other.
      const list = (): object => ({
        version: ++version,
        list: collection.list().map(({ key, value, plugin: by }) => ({ key, value, plugin: by })),
      });
      registrations.track(
        collection.onChange(() => {
          try {
            parts.peer().tellRoot('extensions', [point, list()]);
          } catch (error) {
            parts.onFault(error);
          }
        }),
      );
      return list();
    },
    service: (name: unknown, isOptional: unknown, method: unknown, args: unknown) =>
      callService({ ...parts, vet, neighbours }, context(), shapes, {
        name: typeof name === 'string' ? name : '',
        isOptional: isOptional === true,
        method: typeof method === 'string' ? method : '',
        args: Array.isArray(args) ? args : [],
      }),
    log: (level: unknown, message: unknown, fields: unknown) => {
      if (lines.take()) writeLine(log, level, message, fields);
    },
    fault: (error: unknown) => parts.onFault(error),
  };
}

interface ServiceCall {
  readonly name: string;
  readonly isOptional: boolean;
  readonly method: string;
  readonly args: readonly unknown[];
}

function callService(
  parts: HostParts & { readonly vet: ArgumentVet; readonly neighbours: Neighbours },
  context: PluginContext<unknown>,
  shapes: WeakMap<object, ServiceShape>,
  call: ServiceCall,
): unknown {
  const { plugin, registrations } = parts;
  const { name, isOptional, method } = call;
  const description = parts.description();
  const refs = (isOptional ? description?.optionalDeps : description?.deps) ?? {};
  const id = Object.hasOwn(refs, name) ? refs[name] : undefined;
  if (id === undefined)
    throw notOffered(plugin, `a service "${name.slice(0, 80)}"`, 'Name it under "deps" or "optionalDeps".');
  const given: unknown = isOptional ? context.optional[name] : context.deps[name];
  const service = id === 'core.egress' ? parts.guard(given) : given;
  const shape = shapeOf(id, given, shapes);
  const called = CALLED_INSTEAD[`${id}.${method}`] ?? method;
  const run: unknown = shape?.methods.includes(method) === true ? Reflect.get(Object(service), called) : null;
  if (typeof run !== 'function')
    throw notOffered(
      plugin,
      `"${method.slice(0, 80)}" of the service "${id}"`,
      shape === null
        ? 'It is not there now, or not for isolated plugins.'
        : `It may use ${shape.methods.join(', ')}.`,
    );
  const vetted = parts.vet.arguments(id, method, call.args);
  const sent = withTransactions(plugin, { id, method, service }, vetted);
  const args = adaptArguments(parts, id, method, sent);
  const invoke = (): unknown => parts.vet.answer(id, method, Reflect.apply(run as Run, service, args));
  const own = parts.vet.isOwn(id, method, service, args);
  if (own !== null) return own.then((isOwn) => isOwn && invoke());
  if (offeredOf(id)?.registering?.includes(method) === true) return registrations.add(invoke);
  return trackDisposer(registrations, invoke());
}

/** Methods that a service has in place of others for plugins that are not trusted; one that has none of them is not offered. */
const CALLED_INSTEAD: Readonly<Record<string, string>> = { 'mail.sender.send': 'sendToMember' };

function adaptArguments(
  { plugin, publicRoutes = [], neighbours }: HostParts & { readonly neighbours: Neighbours },
  service: string,
  method: string,
  args: readonly unknown[],
): readonly unknown[] {
  const [first, second] = args;
  switch (`${service}.${method}`) {
    case 'core.http.route':
      return [adaptRoute(plugin, first, publicRoutes)];
    case 'core.jobs.handle':
      return [first, adaptJobHandler(second)];
    case 'mail.sender.send':
      return [first, second, plugin];
    case 'core.events.subscribe':
      return [heard(first, neighbours), second];
    case 'core.events.stream':
      return [first, heard(second, neighbours)];
    default:
      return args;
  }
}

/** A filter of events, of those that may be heard. */
const heard = (filter: unknown, neighbours: Neighbours): object => ({
  ...fieldsOf(filter),
  types: neighbours.events((filter as EventFilter).types),
});

/** What a service answers how to undo goes with the process that asked for it. */
function trackDisposer(registrations: StagedRegistrations, answer: unknown): unknown {
  const track = (value: unknown): unknown => {
    if (typeof value === 'function') registrations.track(value as () => void);
    return value;
  };
  return answer instanceof Promise ? answer.then(track) : track(answer);
}

function orderOf(sent: unknown): TapOrder {
  const { before, stage } = fieldsOf(sent);
  return {
    ...(Array.isArray(before) ? { before: before.filter((id) => typeof id === 'string') } : {}),
    ...(typeof stage === 'number' ? { stage } : {}),
  };
}
