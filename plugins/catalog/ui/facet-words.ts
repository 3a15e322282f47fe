import { SENSITIVITIES, SEVERITIES, sensitivityWord, severityWord, t } from '@datawave/plugin-sdk/ui';
import type { Facet, FacetName } from './api.ts';
import { typeWordOf } from './words.ts';

/** Stands for having none. */
export const NONE = '-';

/** What a facet is called. */
export function facetTitle(name: FacetName): string {
  switch (name) {
    case 'source':
      return t('Source');
    case 'type':
      return t('Type');
    case 'sensitivity':
      return t('Sensitivity');
    case 'infoType':
      return t('Info type');
    case 'violation':
      return t('Highest severity');
    case 'owner':
      return t('Owner');
    case 'domain':
      return t('Domain');
    case 'tag':
      return t('Tag');
    case 'folder':
      return t('Folder');
  }
}

/** What a value of a facet is called. */
export function valueTitle(
  name: FacetName,
  { value, title }: Pick<Facet, 'value' | 'title'>,
  infoTypeTitle: (id: string) => string,
): string {
  if (value === NONE) {
    if (name === 'owner') return t('No owner');
    if (name === 'domain') return t('No domain');
    if (name === 'violation') return t('No violation');
  }
  if (name === 'infoType') return infoTypeTitle(value);
  if (name === 'type') return typeWordOf(value);
  const sensitivity = SENSITIVITIES.find((level) => name === 'sensitivity' && level === value);
  if (sensitivity !== undefined) return sensitivityWord(sensitivity);
  const severity = SEVERITIES.find((level) => name === 'violation' && level === value);
  if (severity !== undefined) return severityWord(severity);
  return title ?? value;
}

const BY_RANK: Readonly<Partial<Record<FacetName, readonly string[]>>> = {
  sensitivity: SENSITIVITIES.toReversed(),
  violation: [...SEVERITIES.toReversed(), NONE],
};

/** Values as they are offered: those that have ranks the highest first, others the commonest first. */
export function inOrder(name: FacetName, values: readonly Facet[]): readonly Facet[] {
  const ranks = BY_RANK[name];
  if (ranks === undefined) return values;
  return values.toSorted((one, other) => ranks.indexOf(one.value) - ranks.indexOf(other.value));
}

/** Values of a filter as they stand in an address, separated by commas; a comma within one stands behind a backslash. */
export const joinValues = (values: readonly string[]): string =>
  values.map((value) => value.replace(/[\\,]/g, '\\$&')).join(',');

/** The values that {@link joinValues} joined. */
export const splitValues = (text: string): readonly string[] =>
  (text.match(/(?:\\.|[^,\\])+/gs) ?? []).map((part) => part.replace(/\\(.)/gs, '$1'));
