import type { RulePatch } from './rule/rule-document.ts';

/** A rule to start from. */
export interface RuleTemplate {
  readonly id: string;
  readonly title: string;
  /** What it is good for. */
  readonly explanation: string;
  /** What to look at before it is saved; null when it can be used as it is. */
  readonly adapt: string | null;
  readonly rule: RulePatch & { readonly title: string };
}

/** Rules to start from, as data. Times are in UTC until somebody chooses a zone. */
export const TEMPLATES: readonly RuleTemplate[] = [
  {
    id: 'nightly-incremental',
    title: 'Everything, every night, what changed',
    explanation:
      'Reads a sample of every asset that is new or may have changed since its last scan. Keeps the catalog true at little cost; the first night reads everything.',
    adapt: 'Choose your time zone, and an hour at which your sources have little to do.',
    rule: {
      title: 'Nightly, what changed',
      description: 'A random sample of every asset that is new or may have changed.',
      mode: 'incremental',
      sampling: { rows: 1000, strategy: 'random' },
      schedule: { cron: '0 2 * * *', timeZone: 'UTC' },
    },
  },
  {
    id: 'monthly-full',
    title: 'Everything, every month, all rows',
    explanation:
      'Reads every row of every asset, changed or not, so that rare values are found that samples miss. Large assets are cut into slices that share the work.',
    adapt: 'Look at the preview: it says how many rows and bytes that is.',
    rule: {
      title: 'Monthly, all rows',
      description: 'Every row of every asset, on the first Sunday of the month.',
      mode: 'full',
      sampling: { rows: 'full', strategy: 'random' },
      // On the first Sunday of the month: its days 1 to 7, Sundays only.
      schedule: { cron: '0 3 * * 0#1', timeZone: 'UTC' },
      priority: -20,
    },
  },
  {
    id: 'people-schemas',
    title: 'Only schemas of HR and finance',
    explanation:
      'Looks closely at the schemas where data about staff and money usually is: larger samples, and lower confidence is enough to be told of.',
    adapt: 'Put the names of your own schemas into the patterns.',
    rule: {
      title: 'HR and finance',
      description: 'Schemas of staff and money, looked at closely.',
      assets: {
        where:
          'asset.path.exists(part, part.matches("(?i)(^|[_-])(hr|hris|human_?resources|payroll|people|personnel|staff|finance|fin|accounting|billing|treasury)($|[_-])"))',
      },
      sampling: { rows: 10_000, strategy: 'random' },
      minConfidence: 0.4,
      schedule: { cron: '30 1 * * 1-5', timeZone: 'UTC' },
      priority: 20,
    },
  },
  {
    id: 'quick-look',
    title: 'Quick look at a new source',
    explanation:
      'Takes the first hundred rows of each asset in the order in which the source holds them: the cheapest there is. Says within minutes what kind of data to expect, not how much.',
    adapt: null,
    rule: {
      title: 'Quick look',
      description: 'The first hundred rows of each asset.',
      mode: 'full',
      sampling: { rows: 100, strategy: 'head' },
      priority: 50,
    },
  },
  {
    id: 'names-only',
    title: 'Names only: what is there',
    explanation:
      'Lists assets and columns with their types and reads no row at all, the gentlest look at a source that nobody may burden yet. What columns hold stays unknown.',
    adapt: 'Take the expression for columns away once rows may be read.',
    rule: {
      title: 'Names only',
      description: 'Assets and columns are listed, and nothing is read.',
      columns: { where: 'false' },
      mode: 'full',
    },
  },
  {
    id: 'credentials',
    title: 'Hunt for credentials',
    explanation:
      'Asks the classifier for keys, tokens and passwords alone, of text columns alone, over many rows: a single key in a column of notes is one too many.',
    adapt: null,
    rule: {
      title: 'Credentials',
      description: 'Keys, tokens and passwords in texts, in many rows.',
      columns: { where: 'column.kind in ["text", "json", "array", "other"]' },
      classifiers: ['credential'],
      sampling: { rows: 50_000, strategy: 'stratified' },
      minConfidence: 0.4,
      schedule: { cron: '0 4 * * *', timeZone: 'UTC' },
      priority: 30,
    },
  },
  {
    id: 'lake-files',
    title: 'Files of a lake, evenly',
    explanation:
      'Reads files that are read in place and draws from even stretches of each, so that a file sorted by date is not judged by its first days. Leaves out what engines put beside the data.',
    adapt: 'Choose the sources that are lakes or folders.',
    rule: {
      title: 'Lake files',
      description: 'Even stretches of each file; temporary and hidden ones left out.',
      assets: {
        exclude: ['*_SUCCESS*', '*.crc', '*_temporary*', '*_delta_log*', '*.tmp'],
        where: 'asset.type == "file"',
      },
      sampling: { rows: 5000, strategy: 'stratified' },
      schedule: { cron: '0 1 * * *', timeZone: 'UTC' },
    },
  },
  {
    id: 'without-copies',
    title: 'Without copies, backups and logs',
    explanation:
      'Leaves out what is usually held twice or thrown away soon, by name. What is left out is named with its reason in each run, so nothing goes missing unseen.',
    adapt:
      'Look at the preview, at what is kept out: data about people in a forgotten copy is still data about people.',
    rule: {
      title: 'Without copies and logs',
      description: 'Temporary tables, backups, staging and logs left out.',
      assets: {
        where:
          '!asset.name.matches("(?i)(^|[._-])(tmp|temp|bak|backup|old|copy|stg|staging|logs?)($|[._-])")',
      },
      schedule: { cron: '0 2 * * *', timeZone: 'UTC' },
    },
  },
  {
    id: 'large-weekly',
    title: 'Large assets, at the weekend',
    explanation:
      'Takes assets of more than a million rows, or of unknown size, and draws evenly over each: what is too much for a night has the weekend.',
    adapt: 'Keep them out of the nightly rule with: has(asset.rows) && asset.rows <= 1000000.',
    rule: {
      title: 'Large, at the weekend',
      description: 'Assets of more than a million rows.',
      assets: { where: '!has(asset.rows) || asset.rows > 1000000' },
      sampling: { rows: 20_000, strategy: 'stratified' },
      schedule: { cron: '0 6 * * 6', timeZone: 'UTC' },
      priority: -10,
    },
  },
  {
    id: 'keys-and-identifiers',
    title: 'Keys and identifiers only',
    explanation:
      'Reads the columns that name somebody or something: primary keys, and names that end in id, number or code. Finds where people can be joined across tables, and reads little else.',
    adapt: null,
    rule: {
      title: 'Identifiers',
      description: 'Primary keys and columns named as identifiers.',
      columns: {
        where:
          'column.isPrimaryKey || column.name.matches("(?i)(^|[_ -])(id|no|nr|num|number|code|key|uuid|guid|ref)$") || column.name.matches("[a-z](Id|No|Nr|Number|Code|Key|Ref)$")',
      },
      sampling: { rows: 5000, strategy: 'random' },
    },
  },
];
