import { iban, withLuhn, withMod1110 } from './check-digits.ts';
import type { Dice } from './dice.ts';

// Names, places and numbers are put together at random; numbers come from ranges set aside for fiction and tests.

// biome-ignore format: a list of words
const FIRST_NAMES = [
  'Amelia', 'Noah', 'Clara', 'Jonas', 'Fatima', 'Mateusz', 'Chiara', 'Hugo', 'Ingrid', 'Omar', 'Sofia', 'Lukas', 'Priya', 'Daniel',
  'Elena', 'Mehmet', 'Charlotte', 'Pedro', 'Annika', 'Samuel', 'Marie', 'Viktor', 'Leila', 'Thomas', 'Giulia', 'Patrick', 'Katarina',
  'Andrei', 'Isabel', 'Henrik', 'Nina', 'Gabriel', 'Aisha', 'Martin', 'Louise', 'Stefan', 'Beatriz', 'Oliver', 'Hannah', 'Rafael',
  'Zofia', 'Michael', 'Camille', 'Johannes', 'Teresa', 'Felix', 'Sarah', 'Anton', 'Margaret', 'Pavel', 'Julia', 'Robert', 'Maja', 'Simon',
] as const;
// biome-ignore format: a list of words
const LAST_NAMES = [
  'Schneider', 'Okafor', 'Rossi', 'Lindqvist', 'Kowalski', 'Moreau', 'Hughes', 'Fernandez', 'Novak', 'Haddad', 'Bauer', 'Johansson',
  'Costa', 'Dubois', 'Wagner', 'Murphy', 'Yilmaz', 'Petrov', 'Garcia', 'Weber', 'Andersen', 'Sharma', 'Martins', 'Hoffmann', 'Bianchi',
  'Jansen', 'Taylor', 'Nowak', 'Laurent', 'Krause', 'Nielsen', 'Romero', 'Fischer', 'Walsh', 'Ferrari', 'Virtanen', 'Sanchez',
  'Keller', 'Ahmed', 'Vogel', 'Robinson', 'Popescu', 'Bernard', 'Richter', 'Mazur', 'Oliveira', 'Berger', 'Campbell', 'Horvath', 'Meyer',
] as const;

interface Place {
  readonly country: string;
  readonly city: string;
  readonly postalCode: (dice: Dice) => string;
  readonly street: (dice: Dice) => string;
  readonly phone: (dice: Dice) => string;
}

const numbered =
  (streets: readonly [string, ...string[]], isNumberFirst: boolean) =>
  (dice: Dice): string =>
    isNumberFirst
      ? `${dice.number(1, 180)} ${dice.pick(streets)}`
      : `${dice.pick(streets)} ${dice.number(1, 180)}`;
const germanStreet = numbered(
  [
    'Lindenstraße',
    'Bahnhofstraße',
    'Gartenweg',
    'Schillerstraße',
    'Am Mühlbach',
    'Hauptstraße',
    'Kastanienallee',
    'Rosenweg',
  ],
  false,
);
const britishStreet = numbered(
  [
    'Church Road',
    'Station Road',
    'Victoria Street',
    'Mill Lane',
    'Park Avenue',
    'Queens Drive',
    'High Street',
  ],
  true,
);
const frenchStreet = numbered(
  ['rue de la République', 'avenue Victor Hugo', 'rue des Lilas', 'boulevard Voltaire', 'place du Marché'],
  true,
);
const americanStreet = numbered(
  ['Maple Street', 'Oak Avenue', 'Lakeview Drive', 'Washington Street', 'Cedar Lane', 'Elm Street'],
  true,
);
const british = 'ABDEFGHJLNPQRSTUWXYZ';

const PLACES: readonly [Place, ...Place[]] = [
  {
    country: 'Germany',
    city: 'Berlin',
    postalCode: (dice) => `10${dice.digits(3)}`,
    street: germanStreet,
    phone: (dice) => `+49 30 23125 ${dice.digits(3)}`,
  },
  {
    country: 'Germany',
    city: 'Hamburg',
    postalCode: (dice) => `20${dice.digits(3)}`,
    street: germanStreet,
    phone: (dice) => `+49 40 66969 ${dice.digits(3)}`,
  },
  {
    country: 'Germany',
    city: 'Munich',
    postalCode: (dice) => `80${dice.digits(3)}`,
    street: germanStreet,
    phone: (dice) => `+49 89 99998 ${dice.digits(3)}`,
  },
  {
    country: 'United Kingdom',
    city: 'London',
    postalCode: (dice) => `SE${dice.number(1, 28)} ${dice.number(1, 9)}${dice.text(british, 2)}`,
    street: britishStreet,
    phone: (dice) => `+44 20 7946 0${dice.digits(3)}`,
  },
  {
    country: 'United Kingdom',
    city: 'Leeds',
    postalCode: (dice) => `LS${dice.number(1, 29)} ${dice.number(1, 9)}${dice.text(british, 2)}`,
    street: britishStreet,
    phone: (dice) => `+44 113 496 0${dice.digits(3)}`,
  },
  {
    country: 'France',
    city: 'Lyon',
    postalCode: (dice) => `6900${dice.number(1, 9)}`,
    street: frenchStreet,
    phone: (dice) => `+33 4 65 71 ${dice.digits(2)} ${dice.digits(2)}`,
  },
  {
    country: 'France',
    city: 'Nantes',
    postalCode: (dice) => `44${dice.number(0, 3)}00`,
    street: frenchStreet,
    phone: (dice) => `+33 2 61 91 ${dice.digits(2)} ${dice.digits(2)}`,
  },
  {
    country: 'United States',
    city: 'Portland',
    postalCode: (dice) => `972${dice.number(10, 39)}`,
    street: americanStreet,
    phone: (dice) => `+1 503-555-01${dice.digits(2)}`,
  },
  {
    country: 'United States',
    city: 'Boston',
    postalCode: (dice) => `021${dice.number(10, 36)}`,
    street: americanStreet,
    phone: (dice) => `+1 617-555-01${dice.digits(2)}`,
  },
];

/** Somebody with a name and a place to live. */
export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  readonly country: string;
}

/** Makes up a person; the number keeps e-mail addresses apart. */
export function person(dice: Dice, number: number): Person {
  const place = dice.pick(PLACES);
  const firstName = dice.pick(FIRST_NAMES);
  const lastName = dice.pick(LAST_NAMES);
  const separator = dice.pick(['.', '_', '']);
  return {
    firstName,
    lastName,
    email:
      `${firstName}${separator}${lastName}${number}@example.${dice.pick(['com', 'org', 'net'])}`.toLowerCase(),
    phone: place.phone(dice),
    street: place.street(dice),
    city: place.city,
    postalCode: place.postalCode(dice),
    country: place.country,
  };
}

/** A card number of the ranges that payment processors keep for tests. */
export const cardNumber = (dice: Dice): string =>
  dice.chance(0.15)
    ? withLuhn(`378282${dice.digits(8)}`)
    : withLuhn(`${dice.pick(['411111', '424242', '555555'])}${dice.digits(9)}`);

/** A German IBAN at a bank that does not exist. */
export const germanIban = (dice: Dice): string => iban('DE', `99${dice.digits(6)}${dice.digits(10)}`);

/** A German tax identification number: one of the first ten digits stands twice, one is missing, the first is not 0. */
export function germanTaxId(dice: Dice): string {
  const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];
  for (let at = digits.length - 1; at > 0; at -= 1) {
    const other = dice.number(0, at);
    [digits[at], digits[other]] = [digits[other] ?? '0', digits[at] ?? '0'];
  }
  digits[9] = digits[3] ?? '0';
  if (digits[0] === '0') [digits[0], digits[1]] = [digits[1] ?? '1', '0'];
  return withMod1110(digits.join(''));
}

/** A US social security number of an area that was never assigned by state. */
export const socialSecurityNumber = (dice: Dice): string =>
  `${dice.number(773, 899)}-${String(dice.number(1, 99)).padStart(2, '0')}-${String(dice.number(1, 9999)).padStart(4, '0')}`;

/** An address of the networks kept for documentation (RFC 5737). */
export const ipAddress = (dice: Dice): string =>
  `${dice.pick(['192.0.2', '198.51.100', '203.0.113'])}.${dice.number(1, 254)}`;
