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
  const failed = run.tasks.failed;
  return [
    `${source.title}: ${plural(found.assets, 'table')}, ${plural(found.columns, 'column')}, ${found.sensitiveColumns} of them sensitive`,
    ...(failed > 0 || run.state === 'failed'
      ? [`The scan is ${run.state}; see ${plural(failed, 'problem')} at /scans/${run.id}`]
      : []),
    ...(found.infoTypes.length === 0
      ? []
      : [
          `Found      ${enumerate(found.infoTypes.map(({ infoType, columns }) => ({ name: infoType, count: columns })))}`,
        ]),
    ...(violations === undefined || violations.open === 0
      ? []
      : [
          `Violations ${violations.open} open, ${violations.bySeverity.critical} critical, ${violations.bySeverity.high} high`,
          ...articles(violations),
        ]),
    'Look at     /assets for columns with verdicts and evidence, /compliance for violations',
  ];
}

/** One line for each framework: the controls that are touched, most violations first. */
function articles({ byControl }: ComplianceSummary): readonly string[] {
  const frameworks = Map.groupBy(byControl, ({ framework }) => framework);
  return [...frameworks].map(
    ([framework, controls]) =>
      `${framework.toUpperCase().padEnd(10)} ${enumerate(controls.map(({ control, violations }) => ({ name: control, count: violations })))}`,
  );
}
