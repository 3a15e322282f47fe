import {
  AndFilter,
  ApproximateFilter,
  EqualityFilter,
  ExtensibleFilter,
  type Filter,
  FilterParser,
  GreaterThanEqualsFilter,
  LessThanEqualsFilter,
  NotFilter,
  OrFilter,
  PresenceFilter,
  SubstringFilter,
} from 'ldapts';

/** What stands in for a place: `{ username: 'eva' }`. */
export type FilterValues = Readonly<Record<string, string>>;

/**
 * A filter with places in it, such as `(uid={username})`. It is read once, and what comes in later goes into values of that tree:
 * no text of somebody else is ever read as a filter, so that there is nothing to be escaped.
 */
export class FilterTemplate {
  readonly #tree: Filter;

  /** @throws Error when the text is no filter */
  constructor(text: string) {
    this.#tree = FilterParser.parseString(text);
  }

  /** The filter for one. */
  fill(values: FilterValues): Filter {
    return replace(this.#tree, (value) => put(value, values));
  }

  /** The filter for all: whatever may stand in the place. */
  any(place: string): Filter {
    return replace(this.#tree, (value) => value, place);
  }
}

/** The filter that fits where one of several does. */
export const anyOf = (filters: readonly Filter[]): Filter =>
  filters.length === 1 && filters[0] !== undefined ? filters[0] : new OrFilter({ filters: [...filters] });

function replace(filter: Filter, change: (value: string) => string, open?: string): Filter {
  const again = (inner: Filter): Filter => replace(inner, change, open);
  if (filter instanceof AndFilter) return new AndFilter({ filters: filter.filters.map(again) });
  if (filter instanceof OrFilter) return new OrFilter({ filters: filter.filters.map(again) });
  if (filter instanceof NotFilter) return new NotFilter({ filter: again(filter.filter) });
  if (filter instanceof SubstringFilter)
    return new SubstringFilter({
      attribute: filter.attribute,
      ...{ initial: change(filter.initial), any: filter.any.map(change), final: change(filter.final) },
    });
  if (filter instanceof ExtensibleFilter) {
    const { rule, matchType, dnAttributes } = filter;
    if (open !== undefined && has(filter.value, open)) return new PresenceFilter({ attribute: matchType });
    return new ExtensibleFilter({ rule, matchType, dnAttributes, value: change(String(filter.value)) });
  }
  if (filter instanceof EqualityFilter) {
    const { attribute } = filter;
    if (open !== undefined && has(filter.value, open)) return around(attribute, String(filter.value), open);
    return new EqualityFilter({ attribute, value: change(String(filter.value)) });
  }
  for (const Kind of [ApproximateFilter, GreaterThanEqualsFilter, LessThanEqualsFilter])
    if (filter instanceof Kind) {
      const { attribute } = filter;
      if (open !== undefined && has(filter.value, open)) return new PresenceFilter({ attribute });
      return new Kind({ attribute, value: change(String(filter.value)) });
    }
  return filter;
}

/** In one pass: what was put in is not looked at again. */
const put = (value: string, values: FilterValues): string =>
  value.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : place,
  );

const has = (value: unknown, place: string): boolean => String(value).includes(`{${place}}`);

/** `{username}@example.com` fits whatever ends so, `{username}` whatever there is. */
function around(attribute: string, value: string, place: string): Filter {
  const [initial = '', ...rest] = value.split(`{${place}}`);
  const final = rest.pop() ?? '';
  const any = rest.filter((part) => part !== '');
  if (initial === '' && final === '' && any.length === 0) return new PresenceFilter({ attribute });
  return new SubstringFilter({ attribute, initial, any, final });
}
