import {
  type AccessFilter,
  type AssessmentService,
  type Control,
  type ExecutionScope,
  type FrameworkInfo,
  type HttpService,
  pageQuerySchema,
  SEVERITIES,
  type StorageService,
  uuidSchema,
} from '@datawave/plugin-sdk';
import { listViolations, type ViolationFilter } from './violation-queries.ts';
import type { ViolationStore } from './violation-store.ts';

interface ListQuery extends Omit<ViolationFilter, 'severity'> {
  readonly limit: number;
  readonly cursor?: string;
  readonly severity?: string;
}

const severities = SEVERITIES.join('|');
const urn = { type: 'string', maxLength: 4000 };

/** Which violations the caller may see: those of assets that they may. */
export type Visibility = (scope: ExecutionScope) => Promise<AccessFilter>;

/** Mounts `/violations` and `/frameworks`. */
export function mountRoutes(
  http: HttpService,
  {
    storage,
    store,
    assessment,
    visible,
  }: {
    readonly storage: StorageService;
    readonly store: ViolationStore;
    readonly assessment: AssessmentService;
    readonly visible: Visibility;
  },
): void {
  /** Finds what a framework says of a control; a framework that is disabled says nothing. */
  const labeller = async (): Promise<
    (
      framework: string,
      control: string,
    ) => { readonly framework: FrameworkInfo | undefined; readonly control: Control | undefined }
  > => {
    const frameworks = new Map((await assessment.frameworks()).map((info) => [info.id, info]));
    return (framework, control) => {
      const info = frameworks.get(framework);
      return { framework: info, control: info?.controls.find(({ id }) => id === control) };
    };
  };

  http.route<Record<string, never>, ListQuery>({
    method: 'GET',
    path: '/violations',
    permission: 'compliance:read',
    summary: 'Violations, the worst first',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        ...pageQuerySchema,
        state: { enum: ['open', 'resolved', 'all'], default: 'open' },
        framework: { type: 'string', maxLength: 100 },
        control: { type: 'string', maxLength: 200 },
        severity: {
          type: 'string',
          pattern: `^(${severities})(,(${severities}))*$`,
          description: 'One, or several separated by commas.',
        },
        asset: urn,
        source: uuidSchema,
        q: { type: 'string', maxLength: 200 },
      },
    },
    handler: async ({ scope, query }) => {
      const { limit, cursor, severity, ...filter } = query;
      const page = await listViolations(
        storage,
        scope,
        {
          ...filter,
          ...(severity === undefined
            ? {}
            : { severity: SEVERITIES.filter((one) => severity.split(',').includes(one)) }),
        },
        { limit, cursor, visible: (await visible(scope)).predicate },
      );
      const label = await labeller();
      const items = page.items.map((violation) => {
        const { framework, control } = label(violation.framework, violation.control);
        return {
          ...violation,
          frameworkTitle: framework?.title ?? violation.framework,
          controlTitle: control?.title ?? violation.control,
          controlSummary: control?.summary ?? null,
          controlUrl: control?.url ?? null,
        };
      });
      return { body: { ...page, items } };
    },
  });

  http.route<Record<string, never>, { source?: string; asset?: string }>({
    method: 'GET',
    path: '/violations/summary',
    permission: 'compliance:read',
    summary: 'Open violations, counted',
    query: { type: 'object', additionalProperties: false, properties: { source: uuidSchema, asset: urn } },
    handler: async ({ scope, query }) => {
      const filter = {
        ...(query.source === undefined ? {} : { sourceId: query.source }),
        ...(query.asset === undefined ? {} : { asset: query.asset }),
        visible: (await visible(scope)).predicate,
      };
      const { open, bySeverity } = await store.summary(scope, filter);
      const label = await labeller();
      const byControl = (await store.controls(scope, filter)).map(({ worst, ...row }) => {
        const { control } = label(row.framework, row.control);
        return {
          ...row,
          title: control?.title ?? row.control,
          url: control?.url ?? null,
          severity: SEVERITIES[worst] ?? 'low',
        };
      });
      return { body: { open, bySeverity, byControl } };
    },
  });

  http.route({
    method: 'GET',
    path: '/frameworks',
    permission: 'compliance:read',
    summary: 'Frameworks that assets are assessed against',
    query: { type: 'object', additionalProperties: false, properties: pageQuerySchema },
    handler: async () => ({ body: { items: await assessment.frameworks(), nextCursor: null } }),
  });
}
