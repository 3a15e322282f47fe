import {
  type ColumnView,
  ORGANISATION_NOUNS,
  PERSON_NOUNS,
  phraseList,
  type TableView,
  THING_NOUNS,
} from '@datawave/plugin-sdk';
import { areRunning } from './running-numbers.ts';

/** A record has an identifier, and may refer to another; whoever has more is known to others. */
const FEWEST = 3;
/** Of fewer rows nothing is told by whether values repeat. */
const FEWEST_ROWS = 3;
/** What a person is known by elsewhere stands once for each; what a person belongs to repeats. */
const LEAST_DISTINCT = 0.8;

const IDENTIFIERS: ReadonlySet<string> = new Set(['id', 'uid', 'identifier', 'key']);

/**
 * Words before `id` that name what a person has or takes part in (`cart_id`, `subscription_id`), or tell the identifiers of
 * one database apart (`legacy_id`, `parent_id`): no register, and no other system, knows a person by those.
 */
const OF_THE_DATABASE: ReadonlySet<string> = new Set(
  phraseList(`record, row, entry, entity, external, internal, old, new, legacy, parent, main, primary, secondary, global, local, unique,
  source, target, default, first, last, current, next, previous, original, alternate, sort, created, updated, modified, by, session, role,
  plan, cart, basket, wishlist, profile, avatar, setting, settings, preference, preferences, theme, request, trace, thread, message,
  address, timezone, template, referral, subscription, household, family, group, level, rank, status, type, kind, class, policy,
  claim, case, file, visit, encounter, sample, specimen, study, trial, site, block, plot, batch, lot, serial, sequence, version, invoice,
  contract, loan, card, folder, list, segment, campaign, cohort, pair, match, game, season, period, cycle, year, month, day, week,
  hash, fk, pk, foreign, surrogate, natural, number, code, name, uuid, guid, reference, ref, home, work, city, state, country`),
);

/**
 * Whether a column is one of several that identify the same persons to others: `gsis_id`, `espn_id` and `yahoo_id` of a player,
 * `hubspot_id`, `zendesk_id` and `xero_id` of a contact, beside their names.
 */
export function isKnownElsewhere(column: ColumnView, table: TableView): boolean {
  if (column.filledRows < FEWEST_ROWS || !isForeignIdentifier(column)) return false;
  if (!table.personalNeighbours(column).includes('name')) return false;
  let found = 0;
  for (const other of table.columns) {
    if (isForeignIdentifier(other)) found++;
    if (found >= FEWEST) return true;
  }
  return false;
}

/** By its name, unless its values repeat, as those of what many share do, or are counted up, as rows of this database are. */
function isForeignIdentifier(column: ColumnView): boolean {
  const { tokens, values, filledRows, isPrimaryKey, isForeignKey } = column;
  if (tokens.length < 2 || isPrimaryKey || isForeignKey) return false;
  const owners = tokens.filter((token) => !IDENTIFIERS.has(token));
  if (owners.length !== tokens.length - 1 || !owners.every(isProperName)) return false;
  return filledRows < FEWEST_ROWS || (values.length >= filledRows * LEAST_DISTINCT && !areRunning(column));
}

/** Registers and services have names of their own (`espn`, `hubspot`): whether a word is none that tables use for what they hold. */
const isProperName = (token: string): boolean =>
  token.length > 1 &&
  !/\d/.test(token) &&
  ![OF_THE_DATABASE, THING_NOUNS, ORGANISATION_NOUNS, PERSON_NOUNS].some((words) => words.has(token));
