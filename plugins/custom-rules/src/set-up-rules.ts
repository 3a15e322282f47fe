import {
  type AccessService,
  type AuditService,
  type CatalogService,
  type ClassificationService,
  classifierPoint,
  type EventsService,
  type HttpService,
  type PluginContext,
  type QuotasService,
  type ScannerService,
  type SourcesService,
  type StorageService,
  sql,
  usageCounterPoint,
} from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { configuredRules } from './configured-rules.ts';
import { createCustomClassifier } from './engine/custom-classifier.ts';
import { mountRuleRoutes } from './routes.ts';
import { RuleBook } from './store/rule-book.ts';
import { RuleStore } from './store/rule-store.ts';
import { mountTrialRoute } from './trial/trial-route.ts';
import { Workshop } from './workshop/workshop.ts';

/** What the plugin is given, as far as rules need it. */
export interface RuleContext
  extends Pick<PluginContext<Config>, 'config' | 'extensions' | 'log' | 'plugin' | 'signal' | 'onDispose'> {
  readonly deps: { readonly classification: ClassificationService };
  readonly optional: {
    readonly storage: StorageService | undefined;
    readonly events: EventsService | undefined;
    readonly http: HttpService | undefined;
    readonly access: AccessService | undefined;
    readonly catalog: CatalogService | undefined;
    readonly audit: AuditService | undefined;
    readonly scanner: ScannerService | undefined;
    readonly sources: SourcesService | undefined;
    readonly quotas: QuotasService | undefined;
  };
}

/** Contributes the classifier and, where there is a database, what keeps and tries rules. */
export async function setUpRules(context: RuleContext): Promise<void> {
  const { config, deps, extensions, log, onDispose, optional, plugin, signal } = context;
  const { storage, events, http } = optional;
  const configured = await configuredRules(config);
  let book: RuleBook | null = null;
  const store =
    storage === undefined
      ? null
      : new RuleStore(
          storage,
          events,
          (workspace) => book?.forget(workspace),
          (tx, scope) => deps.classification.changed(tx, scope),
          () => optional.audit,
        );
  const rules = new RuleBook({ store, configured, signal, log });
  book = rules;
  // What another process has changed is heard of here.
  if (events !== undefined)
    onDispose(events.subscribe({ types: ['custom-rules.*'] }, ({ workspace }) => rules.forget(workspace)));
  extensions.contribute(
    classifierPoint,
    'custom',
    createCustomClassifier(
      (workspace) => rules.lookup(workspace),
      plugin.version,
      (what) => log.warn('custom rules took too long; the rest of the column was left out', what),
      (workspace) => rules.fingerprint(workspace),
    ),
  );
  if (store === null || storage === undefined) return;
  store.beforeAdding = async (tx, scope) => optional.quotas?.require(tx, scope, 'rules', 1);
  extensions.contribute(usageCounterPoint, 'custom-rules:rules', {
    resource: 'rules',
    changedBy: ['custom-rules.rule.created', 'custom-rules.rule.deleted'],
    count: async (tx) => {
      const [row] = await storage.query<{ n: number }>(
        tx,
        sql`select count(*)::int as n from ${sql.identifier(storage.schema, 'rules')}`,
      );
      return row?.n ?? 0;
    },
  });
  if (http === undefined) return;
  const workshop = new Workshop({ timeoutMs: config.previewTimeoutMs });
  onDispose(() => workshop.close());
  // Before the routes that take an id, so that their names are no ids.
  const { classification } = deps;
  mountTrialRoute(http, { workshop, classification, live: () => optional, audit: () => optional.audit });
  mountRuleRoutes(http, { store, workshop, classification });
}
