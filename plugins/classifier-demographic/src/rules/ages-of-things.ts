import type { ColumnView, RuleEvidence, TableView } from '@datawave/plugin-sdk';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/**
 * What records, files, goods and machines are called, before whose age nobody was born. None of them also stands for a moment in a
 * life, as "event" and "release" do.
 */
const AGEING_THINGS = words(
  'api app application article articles artifact asset backup backups balance batch battery blob block bug cache cert certificate checkpoint cluster commit component connection container content cookie cookies credential credentials crop data database dataset deal defect deployment deposit disk document documents domain engine equipment feed file files firmware fund image images instance inventory invoice item items kernel key lead license link links listing log machine material memory message messages object package page pages payable payment pipe pipeline pod post product products queue receivable receivables record records repo repository request secret sensor server service session sessions shipment site snapshot snapshots software stock storage store system tab table task tasks ticket tickets token tokens url vehicle version volume website',
);

/** Tables of what lives for minutes or months and is no one: a bare age in them is that of a row. */
const ROWS_THAT_AGE = words(
  'backup backups cache caches certificate certificates connection connections container containers cookie cookies credential credentials key keys log logs message messages node nodes pod pods process processes queue queues receivable receivables session sessions snapshot snapshots token tokens',
);

/** Evidence that an age is that of a thing. */
export const ofThings = (column: ColumnView, table: TableView): readonly RuleEvidence[] => [
  ...named(column),
  ...inDays(column, table),
  ...inRows(table),
];

/** `page_age`, `age_of_backup`. */
function named({ tokens }: ColumnView): readonly RuleEvidence[] {
  const place = tokens.findIndex((token) => token === 'age' || token === 'ages');
  if (place < 0) return [];
  const whose = tokens[place + 1] === 'of' ? tokens[place + 2] : tokens[place - 1];
  return whose !== undefined && AGEING_THINGS.has(whose)
    ? against(-6, `"${whose}" in the name says that it is the age of a thing`)
    : [];
}

/** A person is counted in days for some weeks only, things always. */
function inDays(column: ColumnView, table: TableView): readonly RuleEvidence[] {
  const counts = column.tokens.some((token) => token === 'days' || token === 'day');
  if (!counts || table.subject === 'person' || table.personalNeighbours(column).length > 0) return [];
  return against(
    -4,
    'it is counted in days and nothing beside it is about people, so it may be the age of a thing',
  );
}

function inRows({ tokens, subject }: TableView): readonly RuleEvidence[] {
  const row = tokens.find((token) => ROWS_THAT_AGE.has(token));
  return row !== undefined && subject !== 'person'
    ? against(-5, `"${row}" in the name of the table speaks of things that are made and thrown away`)
    : [];
}

const against = (weight: number, detail: string): readonly RuleEvidence[] => [
  { signal: 'negative', weight, detail },
];
