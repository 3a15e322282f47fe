import type { NationalNumber } from './national-number.ts';
import { britishIsles } from './numbers/british-isles.ts';
import { centralEurope } from './numbers/central-europe.ts';
import { eastAsia } from './numbers/east-asia.ts';
import { easternEurope } from './numbers/eastern-europe.ts';
import { latinAmerica } from './numbers/latin-america.ts';
import { middleEastAndAfrica } from './numbers/middle-east-and-africa.ts';
import { northAmerica } from './numbers/north-america.ts';
import { northernEurope } from './numbers/northern-europe.ts';
import { oceania } from './numbers/oceania.ts';
import { southAsia } from './numbers/south-asia.ts';
import { southernEurope } from './numbers/southern-europe.ts';
import { westernEurope } from './numbers/western-europe.ts';

/** The numbers by which countries know persons, one entry a number. */
export const nationalNumbers: readonly NationalNumber[] = [
  ...westernEurope,
  ...britishIsles,
  ...northernEurope,
  ...southernEurope,
  ...centralEurope,
  ...easternEurope,
  ...northAmerica,
  ...latinAmerica,
  ...eastAsia,
  ...southAsia,
  ...middleEastAndAfrica,
  ...oceania,
].toSorted((a, b) => (a.infoType < b.infoType ? -1 : 1));
