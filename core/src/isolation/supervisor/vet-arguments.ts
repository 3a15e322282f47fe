import type { JobSummary, JobsService, JsonSchema } from '@datawave/plugin-sdk';
import { StrangersSchemas } from '../../validation/strangers/strangers-schema.ts';
import { checkArguments } from '../argument-shapes.ts';
import { fieldsOf, isScope } from '../bridge/shapes.ts';
import { outlivesItsCall, wrongArgument } from '../isolation-errors.ts';

/** Fields of contributions, however deep, that are schemas: `info.connectionSchema` of a connector. */
const SCHEMA_FIELD = /schema$/i;
const DEEPEST = 8;

/**
 * Looks at what an isolated plugin passes to the platform, before anybody acts upon it: schemas are made such that checking against them
 * ends, and nobody's name outlives the call in which the plugin was given it.
 */
export class ArgumentVet {
  readonly #plugin: string;
  readonly #schemas: StrangersSchemas;

  constructor(plugin: string) {
    this.#plugin = plugin;
    this.#schemas = new StrangersSchemas(plugin);
  }

  /** In place: what was decoded is nobody else's. @throws DataWaveError DW_ISOLATION_SCHEMA */
  contribution(point: string, key: string, value: unknown): void {
    const where = `"${key}" in "${point}"`;
    const isStep = point === 'workflows.steps';
    const visit = (at: unknown, path: string, depth: number): void => {
      if (typeof at !== 'object' || at === null || depth > DEEPEST || ArrayBuffer.isView(at)) return;
      for (const [name, field] of Object.entries(at)) {
        if (typeof field !== 'object' || field === null) continue;
        const here = path === '' ? name : `${path}.${name}`;
        if (SCHEMA_FIELD.test(name) || (isStep && (here === 'info.input' || here === 'info.output')))
          Reflect.set(at, name, this.#schemas.take(field, `${here} of ${where}`));
        else visit(field, here, depth + 1);
      }
    };
    visit(value, '', 0);
  }

  /** @throws DataWaveError DW_ISOLATION_ARGUMENT, DW_ISOLATION_SCHEMA, DW_ISOLATION_SCOPE */
  arguments(service: string, method: string, args: readonly unknown[]): readonly unknown[] {
    // Its transactions cross in a form of their own.
    if (service !== 'core.storage') checkArguments(this.#plugin, service, method, args);
    if (service === 'core.http' && method === 'route') return [this.#route(args[0]), ...args.slice(1)];
    if (service === 'core.audit') this.#checkAction(service, method, args);
    if (service !== 'core.jobs') return args;
    if (method.startsWith('enqueue')) this.#checkScope(args);
    return args.map((argument) => this.#job(method, argument));
  }

  /** Whether what it acts upon is its own, where only the one who acts can know. Null where nothing is to be asked. */
  isOwn(service: string, method: string, jobs: unknown, args: readonly unknown[]): Promise<boolean> | null {
    if (service !== 'core.jobs' || (method !== 'cancel' && method !== 'replay')) return null;
    const [scope, id] = args as Parameters<JobsService['get']>;
    return (jobs as JobsService).get(scope, id).then((job) => job?.plugin === this.#plugin);
  }

  /** What a service answered, without what is others': of jobs it sees its own; a page of them may hold fewer than were asked for. */
  answer(service: string, method: string, answered: unknown): unknown {
    if (service !== 'core.jobs') return answered;
    const isOwn = (job: JobSummary | null): boolean => job?.plugin === this.#plugin;
    if (method === 'get')
      return (answered as ReturnType<JobsService['get']>).then((job) => (isOwn(job) ? job : null));
    if (method !== 'list') return answered;
    return (answered as ReturnType<JobsService['list']>).then((page) => ({
      ...page,
      items: page.items.filter(isOwn),
    }));
  }

  #route(sent: unknown): unknown {
    const route = fieldsOf(sent);
    const what = `${String(route['method']).slice(0, 10)} ${String(route['path']).slice(0, 200)}`;
    const taken: Record<string, JsonSchema> = {};
    for (const part of ['params', 'query', 'body'])
      if (route[part] !== undefined) taken[part] = this.#schemas.take(route[part], `the ${part} of ${what}`);
    const responses = Object.entries(fieldsOf(route['responses'])).map(([status, response]) => {
      const { schema, ...rest } = fieldsOf(response);
      if (schema === undefined) return [status, rest] as const;
      return [status, { ...rest, schema: this.#schemas.take(schema, `the answer ${status} of ${what}`) }];
    });
    return {
      ...route,
      ...taken,
      ...(responses.length === 0 ? {} : { responses: Object.fromEntries(responses) }),
    };
  }

  /** A definition of a job among the arguments. */
  #job(method: string, argument: unknown): unknown {
    const { name, payload } = fieldsOf(argument);
    if (typeof name !== 'string' || typeof payload !== 'object' || payload === null) return argument;
    // Of a schedule it is the payload itself.
    if ('cron' in fieldsOf(argument)) return argument;
    if (!name.startsWith(`${this.#plugin}.`))
      throw wrongArgument(
        this.#plugin,
        `"${method}" of the service "core.jobs"`,
        `the job "${name.slice(0, 100)}"`,
        `not one of its own, which begin with "${this.#plugin}."`,
      );
    return { ...fieldsOf(argument), payload: this.#schemas.take(payload, `the job ${name.slice(0, 200)}`) };
  }

  /** The trail says which plugin recorded an entry; its name must not say another. */
  #checkAction(service: string, method: string, args: readonly unknown[]): void {
    const action = fieldsOf(args.at(-1))['action'];
    if (typeof action !== 'string' || !action.startsWith(`${this.#plugin}.`))
      throw wrongArgument(
        this.#plugin,
        `"${method}" of the service "${service}"`,
        'the action',
        `not one of its own, which begin with "${this.#plugin}."`,
      );
  }

  /** A job runs when the call is long over in which somebody's scope was handed out. */
  #checkScope(args: readonly unknown[]): void {
    for (const scope of args)
      if (typeof scope === 'object' && scope !== null && isScope(scope))
        if (scope.principal.id !== `plugin:${this.#plugin}`) throw outlivesItsCall(this.#plugin);
  }
}
