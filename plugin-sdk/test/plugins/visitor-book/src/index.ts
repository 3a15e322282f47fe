import { coreServices, defineJob, definePlugin } from '@datawave/plugin-sdk';
import { arrivalHook, decorationPoint, visitorBookService } from './contract.ts';
import { migrations, Visitor } from './visitor.ts';
import { VisitorBook } from './visitor-book.ts';

/** What `config.schema.json` describes. */
interface Config {
  readonly greeting: string;
  readonly longestName: number;
}

const greetJob = defineJob<{ readonly id: string }>({
  name: 'visitor-book.greet',
  payload: {
    type: 'object',
    properties: { id: { type: 'string' } },
    required: ['id'],
    additionalProperties: false,
  },
});

/** Keeps the names of visitors, greets each in a job and tells others of the arrival. */
export default definePlugin<Config>()({
  deps: { storage: coreServices.storage, http: coreServices.http, jobs: coreServices.jobs },
  provides: { book: visitorBookService },
  hooks: [arrivalHook],
  extensionPoints: [decorationPoint],
  entities: [Visitor],
  migrations,
  setup({ config, deps, hooks, extensions }) {
    const book = new VisitorBook(deps.storage, {
      greeting: config.greeting,
      decorations: extensions.collection(decorationPoint),
      onSigned: (tx, scope, id) => deps.jobs.enqueue(tx, scope, greetJob, { id }),
    });

    deps.jobs.handle(greetJob, async ({ payload, scope }) => {
      const visitor = await book.greet(scope, payload.id);
      await hooks.call(arrivalHook, { name: visitor.name });
    });

    deps.http.route({
      method: 'GET',
      path: '/visitors',
      permission: 'visitors:read',
      summary: 'Read the book.',
      handler: async ({ scope }) => ({ body: { items: await book.list(scope), nextCursor: null } }),
    });

    deps.http.route<Record<string, never>, Record<string, never>, { readonly name: string }>({
      method: 'POST',
      path: '/visitors',
      permission: 'visitors:write',
      summary: 'Sign the book.',
      body: {
        type: 'object',
        properties: { name: { type: 'string', minLength: 1, maxLength: config.longestName } },
        required: ['name'],
        additionalProperties: false,
      },
      async handler({ scope, body }) {
        const id = await book.sign(scope, body.name);
        return { status: 201, body: { id }, headers: { location: `/api/v1/visitors/${id}` } };
      },
    });
    return { book };
  },
});
