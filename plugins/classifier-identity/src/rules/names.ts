import { type ColumnView, type InfoTypeRule, ORGANISATION_NOUNS, PERSON_NOUNS, type RuleEvidence, THING_NOUNS } from '@datawave/plugin-sdk';
import type { NameLists } from '../name-lists.ts';

const WORDS = "letter unicode space . - ' , ( )";

// Of "user name" the network classifier makes a user name; "contact" and the like are people here.
const NAMED_NOUNS = [...PERSON_NOUNS].filter((noun) => noun !== 'user' && noun !== 'users');
const THINGS = [...THING_NOUNS, ...ORGANISATION_NOUNS, 'domain', 'display', 'common', 'scientific', 'brand', 'login', 'user', 'mother', 'short', 'long', 'code'].filter((noun) => !PERSON_NOUNS.has(noun));

/** Persons whose mere mention names a column that holds their names: `author`, `composer`, `created by`. */
const MENTIONS = ['author', 'director', 'manager', 'composer', 'owner', 'teacher', 'instructor', 'patient', 'actor', 'writer', 'jockey', 'reporter', 'assignee', 'reviewer', 'approver', 'signatory', 'driver', 'doctor', 'physician', 'professor', 'coach', 'player', 'employee', 'customer', 'passenger', 'guest', 'tenant', 'payee', 'recipient', 'contact', 'creator', 'supervisor', 'salesperson', 'sales rep', 'person', 'speaker', 'participant', 'president', 'ceo', 'candidate', 'legislator', 'spouse', 'next of kin', 'emergency contact', 'created by', 'updated by', 'modified by', 'approved by', 'requested by', 'assigned to', 'account owner', 'contact person', 'ansprechpartner', 'sachbearbeiter', 'responsable', 'responsabile', 'investigator', 'judge'];

const isCapitalised = (value: string): boolean => /^\p{Lu}[\p{L}\p{M}'’.-]*(?:[\s,]+[\p{L}\p{M}'’.-]+){1,4}$/u.test(value);
const isOneWord = (value: string): boolean => /^\p{L}[\p{L}\p{M}'’.\s-]{0,40}$/u.test(value) && value.split(/\s+/).length <= 3;

// People choose their first name as user name, too; the column is still one of user names.
const notAnAccount = (column: ColumnView): readonly RuleEvidence[] =>
  column.named('user name', 'login name', 'screen name', 'nick name', 'account name') ? [{ signal: 'negative', weight: -4, detail: 'the name says that accounts are named, not people' }] : [];

/** Names of people: in full, first, last. */
export const nameRules = (names: NameLists): readonly InfoTypeRule[] => [
  {
    infoType: 'PERSON_NAME',
    kinds: ['text'],
    names: [
      { phrases: ['full name', 'fullname', 'person name', 'contact name', 'legal name', 'vollstaendiger name', 'nom complet', 'nombre completo', 'nome completo', 'nombre apellido', 'nom prenom', 'last name first name', 'first name last name', 'volledige naam', 'account holder', 'account holder name', 'cardholder name', 'name on card', 'billing name', 'shipping name', 'beneficiary name', 'name of patient'], weight: 4.5 },
      { phrases: NAMED_NOUNS.map((noun) => `${noun} name`), weight: 4 },
      { phrases: ['name', 'names', 'nom', 'nombre', 'nome', 'naam', 'navn', 'namn', 'imie nazwisko'], weight: 3.5, whole: true, subjects: ['person'] },
      { phrases: ['name', 'names', 'naam'], weight: 0.8, whole: true, subjects: ['unknown', 'organisation'] },
      { phrases: ['display name'], weight: 2 },
      { phrases: MENTIONS, weight: 1.8, whole: true },
      { phrases: ['name'], weight: 0.5 },
    ],
    unlike: THINGS,
    values: [
      { signal: 'dictionary', says: 'are a known first name with a family name', alphabet: WORDS, minLength: 4, maxLength: 80, matches: names.isFullName, present: 0.7, chance: 0.03, strongest: 5.5, weakest: -3 },
      { signal: 'shape', says: 'are two or more capitalised words without digits', alphabet: WORDS, minLength: 4, maxLength: 80, matches: isCapitalised, present: 0.9, chance: 0.25, strongest: 0.8 },
    ],
    subjects: { person: 1, organisation: -1.5, thing: -3 },
    neighbours: 0.5,
  },
  {
    infoType: 'FIRST_NAME',
    kinds: ['text'],
    names: [
      { phrases: ['first name', 'given name', 'christian name', 'middle name', 'nombre pila', 'primer nombre', 'primeiro nome', 'etunimi', 'krestni jmeno', 'keresztnev', 'voornamen', 'roepnaam', 'rufname', 'call name', 'name first'], weight: 5 },
      { phrases: ['first', 'given', 'nombre', 'nome', 'nombres', 'jmeno', 'ime'], weight: 2, whole: true },
      { phrases: ['name', 'person', 'customer', 'employee', 'student', 'teacher', 'patient', 'member', 'contact'], weight: 0.5, whole: true },
    ],
    neutral: ['middle', 'initial'],
    unlike: [...THINGS.filter((noun) => noun !== 'user' && noun !== 'class'), 'order'],
    values: [
      { signal: 'dictionary', says: 'are known first names', alphabet: WORDS, minLength: 2, maxLength: 40, matches: names.isFirstName, present: 0.75, chance: 0.05, strongest: 5, weakest: -2.5 },
      { signal: 'shape', says: 'are single words without digits', alphabet: WORDS, minLength: 1, maxLength: 40, matches: isOneWord, present: 0.97, chance: 0.35, strongest: 0.5, weakest: -3 },
    ],
    inspect: notAnAccount,
    subjects: { person: 0.8, thing: -2.5, organisation: -1 },
    neighbours: 0.4,
  },
  {
    infoType: 'LAST_NAME',
    kinds: ['text'],
    names: [
      { phrases: ['last name', 'family name', 'maiden name', 'birth name', 'geburtsname', 'familienname', 'zuname', 'nom famille', 'nom de famille', 'nom naissance', 'primer apellido', 'segundo apellido', 'apellido paterno', 'apellido materno', 'familienaam', 'etternavn', 'sukunimi', 'prijmeni', 'vezeteknev', 'prezime', 'name last'], weight: 5 },
      { phrases: ['last', 'nom', 'family'], weight: 2, whole: true },
      { phrases: ['name', 'person', 'customer', 'employee', 'student', 'teacher', 'patient', 'author'], weight: 0.5, whole: true },
    ],
    unlike: [...THINGS.filter((noun) => noun !== 'user' && noun !== 'class'), 'order', 'tree', 'font'],
    values: [
      { signal: 'dictionary', says: 'are known family names', alphabet: WORDS, minLength: 2, maxLength: 40, matches: names.isLastName, present: 0.7, chance: 0.06, strongest: 4.5, weakest: -2.5 },
      { signal: 'shape', says: 'are single words without digits', alphabet: WORDS, minLength: 1, maxLength: 40, matches: isOneWord, present: 0.97, chance: 0.35, strongest: 0.5, weakest: -3 },
    ],
    inspect: notAnAccount,
    subjects: { person: 0.8, thing: -2.5, organisation: -1 },
    neighbours: 0.4,
  },
];
