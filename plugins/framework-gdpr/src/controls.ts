import type { Control } from '@datawave/plugin-sdk';

const TEXT = 'https://eur-lex.europa.eu/eli/reg/2016/679/oj';

const control = (id: string, title: string, summary: string, anchor: string, check?: string): Control => ({
  id,
  title,
  summary,
  url: `${TEXT}${anchor}`,
  ...(check === undefined ? {} : { check }),
});

/** The controls, in the order of the regulation. Titles are those of the articles; summaries are our own words. */
export const CONTROLS: readonly Control[] = [
  control(
    'Art. 5(1)(b)',
    'Purpose limitation',
    'Personal data are collected for stated, lawful purposes and not used for what does not fit them.',
    '#art_5',
  ),
  control(
    'Art. 5(1)(c)',
    'Data minimisation',
    'Only as much personal data are kept as the purpose needs; what identifies more than needed is left out.',
    '#art_5',
    'A table that joins six or more kinds of personal data is found.',
  ),
  control(
    'Art. 5(1)(d)',
    'Accuracy',
    'Personal data are right and up to date; what is wrong is mended or erased without delay.',
    '#art_5',
  ),
  control(
    'Art. 5(1)(e)',
    'Storage limitation',
    'Data that identify people are kept no longer than the purpose needs; a period is set and followed.',
    '#art_5',
  ),
  control(
    'Art. 5(1)(f)',
    'Integrity and confidentiality',
    'Personal data are protected against unlawful access, loss and damage; secrets that open them are kept apart from them.',
    '#art_5',
    'Columns are found in which passwords, keys or tokens can be read as they stand.',
  ),
  control(
    'Art. 6(1)',
    'Lawfulness of processing',
    'Each processing rests on one of six grounds: consent, contract, legal duty, vital interest, public task or legitimate interest.',
    '#art_6',
  ),
  control(
    'Art. 8(1)',
    'Conditions applicable to child’s consent',
    'Where an online service relies on consent, a child below the age that the member state sets needs the holder of parental responsibility.',
    '#art_8',
    'Tables about people who can be reached online, staff aside, are found that hold ages or birth dates.',
  ),
  control(
    'Art. 9(1)',
    'Processing of special categories of personal data',
    'Data on origin, opinion, belief, union membership, health, sex life, genes and biometrics may not be processed unless an exception of paragraph 2 applies.',
    '#art_9',
    'Columns are found that hold a special category; it is critical where the table says whom it concerns.',
  ),
  control(
    'Art. 10',
    'Processing of personal data relating to criminal convictions and offences',
    'Data on convictions and offences are processed only under official authority or where the law allows it.',
    '#art_10',
  ),
  control(
    'Art. 15(1)',
    'Right of access by the data subject',
    'Whoever asks is told which data on them are held; that needs knowing where they lie.',
    '#art_15',
  ),
  control(
    'Art. 17(1)',
    'Right to erasure',
    'Data are erased on request or when the ground for keeping them is gone, wherever they lie.',
    '#art_17',
  ),
  control(
    'Art. 25(1)',
    'Data protection by design and by default',
    'Protective measures such as pseudonymisation are built in from the start.',
    '#art_25',
  ),
  control(
    'Art. 30(1)',
    'Records of processing activities',
    'Each processing is recorded with its purpose, the categories of people and data, recipients and periods.',
    '#art_30',
    'Tables are found that hold personal data which identify people: they belong into the record of processing.',
  ),
  control(
    'Art. 32(1)(a)',
    'Security of processing: pseudonymisation and encryption',
    'Personal data are pseudonymised or encrypted where the risk calls for it.',
    '#art_32',
    'Columns are found that hold personal or payment data in clear.',
  ),
  control(
    'Art. 35(1)',
    'Data protection impact assessment',
    'Before processing that is likely to endanger people, above all special categories on a large scale, its effects are assessed.',
    '#art_35',
    'Tables are found that hold special categories in 5,000 rows or more.',
  ),
  control(
    'Art. 87',
    'Processing of the national identification number',
    'National identification numbers are used only under the conditions that the member state sets, with safeguards.',
    '#art_87',
    'Columns are found that hold national identification, passport or licence numbers.',
  ),
];
