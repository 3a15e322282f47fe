import { countWords, printable } from '@datawave/plugin-sdk';

interface Amount {
  readonly amount: number;
  /** Assets of which it is not known. */
  readonly unknown: number;
}

/** What a scan would read, as the API answers it, as far as it is told here. */
export interface PlanView {
  readonly source: { readonly title: string };
  readonly totals: {
    readonly assets: number;
    readonly included: number;
    readonly unchanged: number;
    readonly rows: Amount;
    readonly tasks: number;
    readonly duration: { readonly seconds: number } | null;
  };
  readonly warnings: readonly { readonly message: string }[];
  readonly assets: readonly {
    readonly name: string;
    readonly isIncluded: boolean;
    readonly isRead: boolean;
    readonly reason: string;
    readonly plan: {
      readonly method: string;
      readonly pushedDown: readonly string[];
      readonly statements: readonly string[];
    } | null;
  }[];
  readonly problems: readonly { readonly name: string; readonly message: string }[];
}

/** Whether the platform answered a plan. */
export function isPlanView(value: unknown): value is PlanView {
  const at = (of: unknown, name: string): unknown =>
    typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
  const totals = at(value, 'totals');
  const numbers = ['assets', 'included', 'unchanged', 'tasks'].map((name) => at(totals, name));
  numbers.push(at(at(totals, 'rows'), 'amount'), at(at(totals, 'rows'), 'unknown'));
  const lists = ['assets', 'warnings', 'problems'].map((name) => at(value, name));
  return (
    typeof at(at(value, 'source'), 'title') === 'string' &&
    numbers.every((number) => typeof number === 'number') &&
    lists.every((list) => Array.isArray(list))
  );
}

/** What would be read and how, for people: a line of sums, what is to be known of them, then each asset with how it is read. */
export function planText({ source, totals, warnings, assets, problems }: PlanView): string {
  const { rows, duration, included, unchanged } = totals;
  const sums = [
    `${countWords(included - unchanged, 'asset')} of ${totals.assets} to read`,
    unchanged === 0 ? null : `${unchanged} unchanged`,
    countWords(totals.tasks, 'task'),
    rows.amount === 0 ? null : countWords(rows.amount, 'row'),
    duration === null ? null : `about ${countWords(Math.max(1, Math.round(duration.seconds)), 'second')}`,
  ].filter((part) => part !== null);
  const told = assets.length + problems.length;
  const lines = [
    `${printable(source.title)}: ${sums.join(', ')}`,
    ...warnings.map(({ message }) => `  ! ${printable(message)}`),
    ...assets.flatMap(assetLines),
    ...problems.map(({ name, message }) => `fails  ${printable(name)}: ${printable(message)}`),
    ...(told < totals.assets ? [`The first ${told} of ${totals.assets} assets are listed.`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function assetLines({ name, isRead, reason, plan }: PlanView['assets'][number]): readonly string[] {
  const head = `${isRead ? 'read ' : 'leave'}  ${printable(name)}${reason === '' ? '' : `: ${printable(reason)}`}`;
  if (!isRead || plan === null) return [head];
  const pushed =
    plan.pushedDown.length === 0
      ? ''
      : `; the source does itself: ${plan.pushedDown.map(printable).join(', ')}`;
  return [
    head,
    `       ${printable(plan.method)}${pushed}`,
    ...plan.statements.map((statement) => `       > ${printable(statement.replace(/\s+/g, ' '))}`),
  ];
}
