import { coreServices, defineJob, definePlugin } from '@datawave/plugin-sdk';
import { arrivalHook } from '../../visitor-book/src/contract.ts';

interface Config {
  readonly where: 'setup' | 'start' | 'hook' | 'job' | 'route' | 'dispose' | 'nowhere';
  readonly how: 'throw' | 'hang' | 'linger';
}

/** Fails in the way that a test asks for, with whoever fails it. */
export const mischiefJob = defineJob<Record<string, never>>({
  name: 'mischief.job',
  payload: { type: 'object', additionalProperties: false },
  attempts: 1,
  timeoutMs: 300,
});

const never = new Promise<never>(() => undefined);

/** Throws or hangs wherever its settings say. */
export default definePlugin<Config>()({
  deps: { http: coreServices.http, jobs: coreServices.jobs, storage: coreServices.storage },
  async setup({ config, deps, hooks, onDispose, log }) {
    const misbehave = async (place: Config['where']): Promise<void> => {
      if (config.where !== place) return;
      if (config.how === 'throw') throw new Error(`mischief in ${place}`);
      if (config.how === 'hang') await never;
      // Lingers: comes back long after it was given up, and wants to go on as if nothing had happened.
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      deps.http.route({
        method: 'GET',
        path: '/mischief/late',
        permission: 'public',
        summary: 'Too late.',
        handler: async () => ({}),
      });
      log.error('mischief was let in again');
    };

    const route = deps.http.route({
      method: 'POST',
      path: '/mischief',
      permission: 'mischief:do',
      summary: 'Starts the job, or fails.',
      timeoutMs: config.where === 'route' ? 500 : 30_000,
      async handler({ scope }) {
        await misbehave('route');
        const id = await deps.storage.transaction(scope, (tx) =>
          deps.jobs.enqueue(tx, scope, mischiefJob, {}),
        );
        return { status: 202, body: { id } };
      },
    });
    deps.http.route({
      method: 'GET',
      path: '/mischief/:id',
      permission: 'mischief:do',
      summary: 'Shows the job.',
      handler: async ({ scope, params }) => ({ body: await deps.jobs.get(scope, String(params.id)) }),
    });
    hooks.tap(arrivalHook, () => misbehave('hook'));
    deps.jobs.handle(mischiefJob, () => misbehave('job'));
    onDispose(() => misbehave('dispose'));
    await misbehave('setup');
    void route;
    return {};
  },
  async start({ config }) {
    if (config.where !== 'start') return;
    if (config.how === 'throw') throw new Error('mischief in start');
    await never;
  },
});
