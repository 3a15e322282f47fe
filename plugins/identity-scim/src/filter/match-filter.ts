import type { Filter, FilterValue } from './filter.ts';

/** A value of a multi-valued attribute, its names in lower case for {@link matchesFilter}. */
export type ItemValues = Readonly<Record<string, unknown>>;

/** Whether one value of a multi-valued attribute fits the filter in its brackets. Texts are compared without case. */
export function matchesFilter(filter: Filter, item: ItemValues): boolean {
  switch (filter.kind) {
    case 'and':
      return matchesFilter(filter.left, item) && matchesFilter(filter.right, item);
    case 'or':
      return matchesFilter(filter.left, item) || matchesFilter(filter.right, item);
    case 'not':
      return !matchesFilter(filter.filter, item);
    case 'present':
      return isPresent(heldBy(item, filter.path.name));
    case 'compare':
      return compares(heldBy(item, filter.path.name), filter.operator, filter.value);
    case 'some':
      return false;
  }
}

/** What a value must hold to fit a filter that only says what equals what; null for any other. */
export function valuesOf(filter: Filter): Readonly<Record<string, FilterValue>> | null {
  if (filter.kind === 'compare' && filter.operator === 'eq') return { [filter.path.name]: filter.value };
  if (filter.kind !== 'and') return null;
  const left = valuesOf(filter.left);
  const right = valuesOf(filter.right);
  return left === null || right === null ? null : { ...left, ...right };
}

/** Its own: names that all objects have, such as `constructor`, name nothing here. */
const heldBy = (item: ItemValues, name: string): unknown =>
  Object.hasOwn(item, name) ? item[name] : undefined;

const isPresent = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

function compares(actual: unknown, operator: string, wanted: FilterValue): boolean {
  if (operator === 'ne') return !compares(actual, 'eq', wanted);
  if (wanted === null) return operator === 'eq' && !isPresent(actual);
  if (typeof wanted === 'boolean' || typeof actual === 'boolean')
    return operator === 'eq' && actual !== undefined && String(actual) === String(wanted).toLowerCase();
  if (typeof actual !== 'string') return false;
  const left = actual.toLowerCase();
  const right = String(wanted).toLowerCase();
  switch (operator) {
    case 'eq':
      return left === right;
    case 'co':
      return left.includes(right);
    case 'sw':
      return left.startsWith(right);
    case 'ew':
      return left.endsWith(right);
    case 'gt':
      return left > right;
    case 'ge':
      return left >= right;
    case 'lt':
      return left < right;
    case 'le':
      return left <= right;
    default:
      return false;
  }
}
