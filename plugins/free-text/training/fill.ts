import type { NameKind } from '../src/names/labels.ts';
import type { LocaleGenerator } from './generators.ts';
import type { TrainingLists } from './lists.ts';
import type { Chance } from './random.ts';

/** A text with what stands in it. */
export interface LabelledText {
  readonly text: string;
  readonly spans: readonly LabelledSpan[];
}

/** What stands from `start` to `end`. */
export interface LabelledSpan {
  readonly kind: NameKind;
  readonly start: number;
  readonly end: number;
}

/** Fills the slots of templates. */
export type Filler = (template: string) => LabelledText;

const capital = (word: string): string =>
  word.replace(/(^|[\s'-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');

/** Makes a filler over lists and generators; everything follows from the chance. */
export function createFiller(
  lists: TrainingLists,
  generators: readonly LocaleGenerator[],
  chance: Chance,
  realPeople: readonly string[],
): Filler {
  const { pick, happens, below } = chance;
  const places = lists.places;
  const totals: number[] = [];
  let total = 0;
  for (const place of places) {
    total += place.population ** 0.4;
    totals.push(total);
  }
  const realPlace = (): string => {
    const wanted = chance.next() * total;
    let low = 0;
    let high = totals.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((totals[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return places[low]?.name ?? 'London';
  };
  let locale = pick(generators);
  const first = (): string => (happens(0.5) ? locale.person.firstName() : capital(pick(lists.firstNames)));
  const last = (): string => {
    if (happens(0.5)) return locale.person.lastName();
    if (happens(0.15))
      return `${pick(['van ', 'de ', 'von ', 'Mc', 'Mac', "O'", 'van der ', 'di '])}${capital(pick(lists.lastNames))}`;
    return capital(pick(lists.lastNames));
  };
  const initial = (): string => String.fromCharCode(65 + below(26));
  const person = (): string => {
    if (happens(0.06)) return pick(realPeople);
    const kind = below(20);
    if (kind < 11) return `${first()} ${last()}`;
    if (kind < 14) return `${first()} ${initial()}. ${last()}`;
    if (kind < 15) return `${first()} ${initial()} ${last()}`;
    if (kind < 16) return `${first()}-${first()} ${last()}`;
    if (kind < 17) return `${first()} ${last()}-${last()}`;
    if (kind < 18) return `${initial()}. ${last()}`;
    if (kind < 19) return happens(0.5) ? first() : last();
    return `${first()} ${last()} ${last()}`;
  };
  const city = (): string => {
    const name = happens(0.85) ? realPlace() : locale.location.city();
    return happens(0.07) ? name.toUpperCase() : name;
  };
  const country = (): string =>
    happens(0.75)
      ? capital(pick(lists.countries)).replace(/ (Of|And|The) /g, (word) => word.toLowerCase())
      : pick([
          'USA',
          'UK',
          'U.S.',
          'United States',
          'Germany',
          'France',
          'Spain',
          'Italy',
          'the Netherlands',
          'Canada',
          'China',
          'India',
        ]);
  const region = (): string =>
    happens(0.6) ? locale.location.state() : pick(generators.slice(0, 4)).location.state();
  const street = (): string => locale.location.street();
  const house = (): string =>
    happens(0.8) ? String(1 + below(10 ** (1 + below(4)))) : locale.location.buildingNumber();
  const zip = (): string => locale.location.zipCode();
  const secondary = (): string =>
    happens(0.6)
      ? `${pick(['Apt.', 'Suite', 'Apt', 'Unit', 'Flat', 'Floor', '#', 'Room', 'Ste', 'Apartment'])} ${1 + below(1000)}`
      : locale.location.secondaryAddress();
  const stateShort = (): string => String.fromCharCode(65 + below(26), 65 + below(26));
  const address = (): string => {
    if (happens(0.05)) return `P.O. Box ${1 + below(9999)}${happens(0.6) ? `, ${city()} ${zip()}` : ''}`;
    const line = happens(0.75) ? `${house()} ${street()}` : `${street()} ${house()}`;
    const separator = pick([', ', ', ', '\n', ' ', ' ', '\n ']);
    let made = line;
    if (happens(0.35)) made += `${pick([' ', ', ', ' '])}${secondary()}`;
    if (happens(0.25)) return made;
    made += `${separator}${city()}`;
    if (happens(0.35)) made += `${pick([', ', ' ', '\n, '])}${happens(0.7) ? stateShort() : region()}`;
    const tail = below(5);
    if (tail < 2) made += ` ${zip()}`;
    else if (tail === 2) made = `${line}${separator}${zip()} ${city()}`;
    if (happens(0.35)) made += `${separator}${country()}`;
    if (tail === 4 && happens(0.5)) made += ` ${zip()}`;
    return made;
  };
  const parts = (name: string): string => pick(lists.organisationParts[name] ?? ['']);
  const invented = (): string => {
    let name = '';
    for (let count = 1 + below(3); count >= 0; count--) name += parts('sound');
    return capital(name + (happens(0.5) ? parts('ending') : ''));
  };
  const organisation = (): string => {
    const kind = below(20);
    if (kind < 5) return pick(lists.organisations);
    if (kind >= 18)
      return `${happens(0.4) ? parts('head') : capital(pick(lists.words))} ${capital(pick(lists.words))}${happens(0.4) ? ` ${parts('kind')}` : ''}`;
    if (kind >= 16)
      return `${capital(pick(lists.words))}${pick(['', ' '])}${happens(0.5) ? parts('kind') : happens(0.5) ? parts('ending') : parts('suffix')}`;
    if (kind < 6) return locale.company.name();
    if (kind < 8) return `${last()} ${parts('suffix')}`;
    if (kind < 9) return `${last()} ${parts('kind')}`;
    if (kind < 10) return `${parts('head')} ${parts('kind')}`;
    if (kind < 11) return `${parts('head')} ${parts('kind')} ${parts('suffix')}`;
    if (kind < 12) return `${invented()} ${parts('suffix')}`;
    if (kind < 13) return `${invented()} ${parts('kind')}`;
    if (kind < 14) return `${parts('head')}${pick(['', ' '])}${capital(parts('ending'))}`;
    if (kind < 15) return `${last()} & ${last()}${happens(0.5) ? ` ${parts('suffix')}` : ''}`;
    return happens(0.7) ? invented() : `${city()} ${parts('kind')}`;
  };
  const job = (): string => {
    const { domain = [], role = [], single = [] } = lists.jobParts;
    const kind = below(10);
    const name =
      kind < 4
        ? pick(lists.occupations)
        : kind < 5
          ? locale.person.jobTitle()
          : kind < 6
            ? pick(single)
            : kind < 9
              ? `${pick(domain)} ${pick(role)}`
              : `${pick(domain)} and ${pick(domain)} ${pick(role)}`;
    if (happens(0.15)) return name.charAt(0).toUpperCase() + name.slice(1);
    return happens(0.25) ? capital(name) : name;
  };
  const title = (): string =>
    happens(0.8)
      ? pick(['Mr.', 'Mrs.', 'Ms.', 'Dr.', 'Mr', 'Mrs', 'Ms', 'Dr', 'Miss', 'Prof.', 'Sir', 'Professor'])
      : capital(pick(lists.titles));
  const nationality = (): string => {
    const name = pick(lists.nationalities);
    return happens(0.85) ? capital(name) : happens(0.5) ? `${capital(name)}s` : name;
  };
  const year = (): string => String(1900 + below(130));
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = (): string => {
    const day = 1 + below(28);
    const month = 1 + below(12);
    switch (below(9)) {
      case 0:
        return `${year()}-${two(month)}-${two(day)}`;
      case 1:
        return `${month}/${day}/${year()}`;
      case 2:
        return `${two(day)}/${two(month)}/${year()}`;
      case 3:
        return `${two(day)}.${two(month)}.${year()}`;
      case 4:
        return `${MONTHS[month - 1]} ${day}, ${year()}`;
      case 5:
        return `${day} ${MONTHS[month - 1]} ${year()}`;
      case 6:
        return `${year()}-${two(month)}-${two(day)} ${two(below(24))}:${two(below(60))}:${two(below(60))}`;
      case 7:
        return `${MONTHS[month - 1]} ${day}`;
      default:
        return `${day}/${month}/${two(below(100))}`;
    }
  };
  const digits = (count: number): string => Array.from({ length: count }, () => below(10)).join('');
  const card = (): string => {
    if (happens(0.4)) return locale.finance.creditCardNumber();
    const number = `${pick(['4', '5', '37', '6011', '36', '2'])}${digits(16)}`.slice(
      0,
      pick([12, 13, 14, 15, 16, 16, 16, 19]),
    );
    return happens(0.3) ? number.replace(/(\d{4})(?=\d)/g, '$1 ') : number;
  };
  const licence = (): string =>
    pick([
      () => `${initial()}${digits(7)}`,
      () => `${initial()}${digits(12)}`,
      () => digits(7),
      () => digits(9),
      () => `${initial()}${digits(3)}-${digits(4)}-${digits(4)}`,
      () => `${digits(4)}-${digits(2)}-${digits(4)}`,
    ])();
  const slots: Readonly<Record<string, readonly [NameKind | null, () => string]>> = {
    person: ['person', person],
    first: ['person', first],
    last: ['person', last],
    lowperson: ['person', () => `${first()} ${last()}`.toLowerCase()],
    lowfirst: ['person', () => first().toLowerCase()],
    upperson: ['person', () => `${first()} ${last()}`.toUpperCase()],
    uplast: ['person', () => last().toUpperCase()],
    initials: ['person', () => `${initial()}.${happens(0.5) ? ` ${initial()}.` : ''}`],
    city: ['city', city],
    lowcity: ['city', () => realPlace().toLowerCase()],
    country: ['country', country],
    region: ['city', region],
    address: ['address', address],
    street: ['address', street],
    house: ['address', house],
    zip: ['postcode', zip],
    org: ['organisation', organisation],
    uporg: ['organisation', () => organisation().toUpperCase()],
    job: ['title', job],
    title: ['title', title],
    nrp: ['nationality', nationality],
    age: ['age', () => String(1 + below(99))],
    date: ['date', date],
    year: ['date', year],
    month: ['date', () => pick(MONTHS)],
    weekday: ['date', () => pick(DAYS)],
    phone: ['phone', () => locale.phone.number()],
    card: ['card', card],
    license: ['licence', licence],
    email: [null, () => locale.internet.email()],
    url: [null, () => locale.internet.url()],
    iban: [null, () => locale.finance.iban()],
    ssn: [null, () => `${digits(3)}-${digits(2)}-${digits(4)}`],
    ip: [null, () => [0, 0, 0, 0].map(() => below(256)).join('.')],
    number: [null, () => digits(5 + below(4))],
    amount: [
      null,
      () =>
        `${pick(['$', '€', '£', ''])}${1 + below(900)}${pick(['', '.50', ' million', ',000', ' billion'])}`,
    ],
  };
  return (template) => {
    locale = pick(generators);
    const spans: LabelledSpan[] = [];
    let text = '';
    for (const piece of template.split(/(\{[a-z]+\})/)) {
      const slot = /^\{([a-z]+)\}$/.exec(piece)?.[1];
      if (slot === undefined) {
        text += piece.replaceAll('\\n', '\n');
        continue;
      }
      const [kind, make] = slots[slot] ?? [];
      if (make === undefined) throw new Error(`There is no slot "${slot}" in: ${template}`);
      const value = make();
      if (kind !== null && kind !== undefined && value !== '')
        spans.push({ kind, start: text.length, end: text.length + value.length });
      text += value;
    }
    return { text, spans: joinNeighbours(text, spans) };
  };
}

/** Spans of the same kind with nothing but blanks and commas between them are one. */
export function joinNeighbours(text: string, spans: readonly LabelledSpan[]): readonly LabelledSpan[] {
  const joined: LabelledSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const before = joined.at(-1);
    if (
      before !== undefined &&
      before.kind === span.kind &&
      span.kind === 'address' &&
      /^[\s>?,]*$/.test(text.slice(before.end, span.start))
    )
      joined[joined.length - 1] = { ...before, end: span.end };
    else joined.push(span);
  }
  return joined;
}
