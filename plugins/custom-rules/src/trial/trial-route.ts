import {
  type AuditService,
  type ClassificationService,
  closedSchema,
  type HttpService,
  type JsonSchema,
  uuidSchema,
} from '@datawave/plugin-sdk';
import { ruleBody, WRITE } from '../routes.ts';
import { withKnownType } from '../rules/known-type.ts';
import { LIMITS } from '../rules/rule-limits.ts';
import { KINDS } from '../rules/rule-schema.ts';
import type { Workshop } from '../workshop/workshop.ts';
import { type LiveAsset, type LiveServices, type PastedColumns, trialTable } from './trial-table.ts';
import { tryRule } from './try-rule.ts';

interface TrialBody {
  readonly rule: Readonly<Record<string, unknown>>;
  readonly table?: string;
  readonly columns?: PastedColumns['columns'];
  readonly asset?: LiveAsset;
}

const name = { type: 'string', minLength: 1, maxLength: 200 };

const trialBody: JsonSchema = {
  ...closedSchema(
    {
      rule: ruleBody,
      table: { ...name, description: 'Name of the table that the columns stand in.' },
      columns: {
        type: 'array',
        minItems: 1,
        maxItems: LIMITS.previewColumns,
        items: closedSchema(
          {
            name,
            kind: { enum: [...KINDS], default: 'text' },
            values: {
              type: 'array',
              minItems: 0,
              maxItems: LIMITS.previewValues,
              items: { type: 'string', maxLength: 1_000_000 },
            },
          },
          ['values'],
        ),
      },
      asset: closedSchema(
        {
          source: uuidSchema,
          path: { type: 'array', minItems: 1, maxItems: 20, items: { type: 'string', maxLength: 1_000 } },
          rows: { type: 'integer', minimum: 1, maximum: LIMITS.previewValues },
        },
        ['source', 'path'],
      ),
    },
    ['rule'],
  ),
  oneOf: [{ required: ['columns'] }, { required: ['asset'] }],
};

/** Mounts the route that tries a rule before it is saved. */
export function mountTrialRoute(
  http: HttpService,
  services: {
    readonly workshop: Workshop;
    readonly classification: ClassificationService;
    readonly live: () => LiveServices;
    readonly audit: () => AuditService | undefined;
  },
): void {
  http.route<Record<string, never>, never, TrialBody>({
    method: 'POST',
    path: '/classification-rules/preview',
    permission: WRITE,
    summary: 'Try a rule on pasted values or on an asset; values are neither kept nor shown',
    bodyLimit: 2 * LIMITS.ruleBytes,
    body: trialBody,
    responses: { 200: { description: 'What it would find.' }, 422: { description: 'It takes too long.' } },
    handler: async ({ scope, body: { rule, table, columns, asset } }) => {
      const sample = await trialTable(
        scope,
        asset === undefined
          ? { pasted: { ...(table === undefined ? {} : { table }), columns: columns ?? [] } }
          : { asset },
        services.live,
      );
      // Values of a source were read for it.
      if (asset !== undefined)
        await services.audit()?.note(scope, {
          action: 'custom-rules.asset.sampled',
          object: { type: 'source', id: asset.source, name: asset.path.join('.') },
        });
      // A rule that is being written may have neither yet.
      const known = await services.classification.infoTypes({ workspaceId: scope.workspace });
      const document = withKnownType({ key: 'unsaved', title: 'Unsaved rule', ...rule }, known);
      return { body: await tryRule(scope, document, sample, services) };
    },
  });
}
