import type { ColumnView, RuleEvidence, TableView } from '@datawave/plugin-sdk';
import { foldText, phraseList, tokenizeName } from '@datawave/plugin-sdk';

const ANSWERS: ReadonlySet<string> = new Set(
  '0,1,0.0,1.0,yes,no,y,n,true,false,t,f,ja,nein,oui,non,si,no,sim,nao,tak,nie,evet,hayir,да,нет,是,否,x,-,2'.split(
    ',',
  ),
);

/** Whether the values answer yes or no. */
export const isAnswer = (value: string): boolean => ANSWERS.has(foldText(value));

const PREFIXES: ReadonlySet<string> = new Set([
  'is',
  'has',
  'are',
  'ever',
  'not',
  'd',
  'dummy',
  'i',
  'ind',
  'r',
  'x',
]);
const SUFFIXES: ReadonlySet<string> = new Set([
  'dummy',
  'ind',
  'indicator',
  'flag',
  'yn',
  'y',
  'n',
  '1',
  '0',
  'd',
  'bin',
  'status',
  'x',
]);

/**
 * Evidence of a column that answers yes or no to one attribute of a person: `black`, `is_married`, `female`.
 * One that holds other numbers is a share or a count of people.
 */
export function createIndicatorCheck(
  phrases: string,
  says: string,
): (column: ColumnView, table: TableView) => readonly RuleEvidence[] {
  const known = new Set(
    phraseList(phrases).flatMap((phrase) => [
      foldText(phrase).replaceAll(' ', ''),
      tokenizeName(phrase).join(''),
    ]),
  );
  return (column, table) => {
    const first = PREFIXES.has(column.tokens[0] ?? '') && column.tokens.length > 1 ? 1 : 0;
    const last =
      column.tokens.length - first > 1 && SUFFIXES.has(column.tokens.at(-1) ?? '')
        ? column.tokens.length - 1
        : column.tokens.length;
    const core = column.tokens.slice(first, last).join('');
    if (!known.has(core) && !known.has(column.tokens.join(''))) return [];
    const numeric = column.schema.kind === 'integer' || column.schema.kind === 'decimal';
    if (!column.values.every(isAnswer))
      return numeric
        ? [
            {
              signal: 'negative',
              weight: -1.5,
              detail: 'its numbers do not stand for yes and no: they may be shares or counts',
            },
          ]
        : [];
    const roles = table.personalNeighbours(column).length;
    const found: RuleEvidence[] = [
      { signal: 'name', weight: 2.6, detail: `the name asks whether somebody is ${says}` },
    ];
    if (roles > 0 || table.subject === 'person')
      found.push({
        signal: 'neighbour',
        weight: roles > 1 ? 2.8 : 1.6,
        detail: 'other columns describe the same people',
      });
    return found;
  };
}
