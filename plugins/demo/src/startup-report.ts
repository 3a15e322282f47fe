import type {
  CatalogSummary,
  ComplianceService,
  ComplianceSummary,
  ExecutionScope,
  ScanRun,
  Source,
} from '@datawave/plugin-sdk';
import type { DemoServices } from './demo-source.ts';

/** Info types and articles shown; the rest is counted. */
const SHOWN = 6;

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const line = (label: string, text: string): string => `${label.padEnd(12)}${text}`;

/** `EMAIL_ADDRESS 3, IBAN 2 and 4 more`. */
function enumerate(entries: readonly { readonly name: string; readonly count: number }[]): string {
  const shown = entries.slice(0, SHOWN).map(({ name, count }) => `${name} ${count}`);
  const rest = entries.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Waits until the latest scan of the source has ended and says in a few lines what is known of it. */
export async function describeCompany(
  services: DemoServices & { readonly compliance: ComplianceService | undefined },
  scope: ExecutionScope,
  source: Source,
): Promise<readonly string[]> {
  const [latest] = await services.scans.list(scope, { sourceId: source.id, limit: 1 });
  if (latest === undefined) return [];
  const run = await services.scans.finished(scope, latest.id);
  const filter = { sourceId: source.id };
  const [found, violations] = await Promise.all([
    services.catalog.summary(scope, filter),
    services.compliance?.summary(scope, filter),
  ]);
  return lines(source, run, found, violations);
}

function lines(
  source: Source,
  run: ScanRun,
  found: CatalogSummary,
  violations: ComplianceSummary | undefined,
): readonly string[] {
  const sensitive = found.infoTypes
    .filter((type) => type.sensitiveColumns > 0)
    .map((type) => ({ name: type.infoType, count: type.sensitiveColumns }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));
  const { failed } = run.tasks;
  return [
    `${source.title}: ${plural(found.assets, 'table')}, ${plural(found.columns, 'column')}, ${found.sensitiveColumns} of them sensitive`,
    ...(failed > 0 || run.state === 'failed'
      ? [line('Scan', `${run.state}, ${plural(failed, 'problem')}: /scans/${run.id}`)]
      : []),
    ...(sensitive.length === 0 ? [] : [line('Found', enumerate(sensitive))]),
    ...(violations === undefined || violations.open === 0
      ? []
      : [
          line(
            'Violations',
            `${violations.open} open, ${violations.bySeverity.critical} critical, ${violations.bySeverity.high} high`,
          ),
          ...articles(violations),
        ]),
    line('Look at', '/assets for columns with verdicts and evidence'),
    ...(violations === undefined ? [] : [line('', '/compliance for violations and how to mend them')]),
  ];
}

/** One line for each framework: the controls that are touched, most violations first. */
function articles({ byControl }: ComplianceSummary): readonly string[] {
  const frameworks = Map.groupBy(byControl, ({ framework }) => framework);
  return [...frameworks].map(([framework, controls]) =>
    line(
      framework.toUpperCase(),
      enumerate(controls.map(({ control, violations }) => ({ name: control, count: violations }))),
    ),
  );
}
