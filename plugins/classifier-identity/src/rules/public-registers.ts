import type { InfoTypeRule } from '@datawave/plugin-sdk';
import { isOrcid } from '../checks/orcid.ts';

/** The states that the Federal Election Commission knows, with its territories. */
const STATES =
  'A[KLRSZ]|C[AOT]|D[CE]|FL|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEINOPST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]';

/** Numbers of public registers of persons whose very form tells which register they are of, whatever their column is called. */
export const publicRegisterRule: InfoTypeRule = {
  infoType: 'PERSON_ID',
  kinds: ['text'],
  values: [
    {
      signal: 'checksum',
      says: 'are ORCID identifiers with their check character',
      requires: 'digit -',
      minLength: 19,
      maxLength: 40,
      matches: /^(?:https?:\/\/orcid\.org\/|orcid:)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/i,
      validate: isOrcid,
      present: 0.95,
      chance: 0.0005,
      stray: 1e-5,
      strongest: 9,
    },
    {
      signal: 'pattern',
      says: 'are identifiers of persons in the Internet Movie Database',
      alphabet: 'lower digit',
      requires: 'lower digit',
      minLength: 9,
      maxLength: 10,
      matches: /^nm\d{7,8}$/,
      present: 0.95,
      chance: 0.0005,
      strongest: 7.5,
    },
    {
      signal: 'pattern',
      says: 'are identifiers of candidates at the Federal Election Commission',
      alphabet: 'upper digit',
      requires: 'upper digit',
      minLength: 9,
      maxLength: 9,
      matches: new RegExp(`^(?:[HS]\\d(?:${STATES})\\d{5}|P[0-9]00\\d{5})$`),
      present: 0.95,
      chance: 0.0005,
      strongest: 7,
    },
    {
      signal: 'pattern',
      says: 'are identifiers of researchers at Web of Science: letters, four digits and a year',
      alphabet: 'upper digit -',
      requires: 'upper digit -',
      minLength: 11,
      maxLength: 13,
      matches: /^[A-Z]{1,3}-[1-9]\d{3}-20(?:0[7-9]|[12]\d)$/,
      present: 0.95,
      chance: 0.002,
      strongest: 5.5,
    },
    {
      signal: 'pattern',
      says: 'are written as Sports Reference writes players: the start of both names and a number',
      alphabet: "letter digit . ' -",
      requires: 'lower digit',
      minLength: 6,
      maxLength: 9,
      // Namesakes are numbered, so that most have the first number.
      matches: /^(?:[a-z.'-]{4,7}0[1-9]|[A-Z][A-Za-z.'-]{3}[A-Z][a-z]0[0-9])$/,
      present: 0.9,
      chance: 0.004,
      strongest: 4,
    },
  ],
};
