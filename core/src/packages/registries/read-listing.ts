import type { PluginManifest } from '@datawave/plugin-sdk';
import {
  oneLine,
  PLUGIN_KINDS,
  type PluginKind,
  type PluginListing,
  type PluginListingDetail,
  type PluginReview,
  type PluginVersionDetail,
  shownText,
} from '@datawave/plugin-sdk/packaging';
import { isObject } from '../../validation/is-object.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Characters of a readme or a changelog that are shown. */
const LONGEST_TEXT = 200_000;
const MOST_VERSIONS = 100;
const MOST_REVIEWS = 50;

const text = (value: unknown, most = 400): string =>
  typeof value === 'string' ? oneLine(value.slice(0, most)) : '';
/** A document of several lines. */
const document = (value: unknown, most: number): string =>
  typeof value === 'string' ? shownText(value.slice(0, most)) : '';
const textOr = (value: unknown, most = 400): string | null =>
  typeof value === 'string' && value !== '' ? text(value, most) : null;
const count = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
const objects = (value: unknown, most: number): readonly Fields[] =>
  Array.isArray(value) ? value.filter(isObject).slice(0, most) : [];
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value)
    ? value
        .filter((one) => typeof one === 'string')
        .slice(0, 1000)
        .map((one) => text(one, 1000))
    : [];
/** ISO 8601, or the beginning of time where it is none. */
const time = (value: unknown): string => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return new Date(Number.isNaN(at) ? 0 : at).toISOString();
};
const revocation = (value: unknown): { readonly reason: string; readonly at: string } | null =>
  isObject(value) ? { reason: text(value['reason'], 2000), at: time(value['at']) } : null;

/**
 * A plugin as a registry lists it, with nothing taken from the answer that is not of its type or has no end: another machine wrote it.
 * Null where it does not even name itself.
 */
export function readListing(value: unknown): PluginListing | null {
  if (!isObject(value)) return null;
  const { name, id, title, version } = value;
  if (![name, id, title, version].every((one) => typeof one === 'string' && one !== '')) return null;
  const publisher = isObject(value['publisher']) ? value['publisher'] : {};
  const rating = isObject(value['rating']) ? value['rating'] : {};
  const mean = rating['mean'];
  const kinds = texts(value['kinds']).filter((kind): kind is PluginKind =>
    (PLUGIN_KINDS as readonly string[]).includes(kind),
  );
  return {
    ...{ name: text(name, 214), id: text(id, 100), title: text(title), version: text(version, 100) },
    ...{ description: text(value['description'], 2000), kinds, sdk: text(value['sdk'], 100) },
    publisher: {
      ...{ id: text(publisher['id'], 214), title: text(publisher['title']) },
      verified: publisher['verified'] === true,
    },
    permissions: texts(value['permissions']),
    // Shown as what the registry says; that of the package itself is read when it has arrived.
    needs: isObject(value['needs']) ? (value['needs'] as PluginListing['needs']) : {},
    downloads: count(value['downloads']),
    rating: {
      mean: typeof mean === 'number' && mean >= 1 && mean <= 5 ? mean : null,
      count: count(rating['count']),
    },
    updatedAt: time(value['updatedAt']),
    revoked: revocation(value['revoked']),
  };
}

/** The same with all that the registry knows of it. */
export function readListingDetail(value: unknown): PluginListingDetail | null {
  const listing = readListing(value);
  if (listing === null || !isObject(value)) return null;
  return {
    ...listing,
    readme: document(value['readme'], LONGEST_TEXT),
    changelog: document(value['changelog'], LONGEST_TEXT),
    distTags: Object.fromEntries(
      Object.entries(isObject(value['distTags']) ? value['distTags'] : {})
        .slice(0, 100)
        .map(([tag, version]) => [tag, text(version, 100)]),
    ),
    versions: objects(value['versions'], MOST_VERSIONS).map(readVersion),
    downloadsByDay: objects(value['downloadsByDay'], 366).map(({ day, count: number }) => ({
      ...{ day: text(day, 10), count: count(number) },
    })),
    reviews: objects(value['reviews'], MOST_REVIEWS).map(readReview),
    revocations: [],
    proofs: objects(value['proofs'], 10).map(({ method, detail }) => ({
      method: method === 'dns' || method === 'oidc' ? method : 'administrator',
      detail: text(detail, 500),
    })),
    origin: textOr(value['origin']),
  };
}

function readVersion(version: Fields): PluginVersionDetail {
  const { sha256, integrity } = version;
  return {
    ...{ version: text(version['version'], 100), sdk: text(version['sdk'], 100) },
    manifest: (isObject(version['manifest']) ? version['manifest'] : {}) as unknown as PluginManifest,
    ...{ integrity: text(integrity, 200), sha256: text(sha256, 64) },
    ...{ size: count(version['size']), unpackedSize: count(version['unpackedSize']) },
    licence: textOr(version['licence'], 100),
    checks: objects(version['checks'], 50).map(({ check, level, outcome, findings }) => ({
      check: text(check, 100) as PluginVersionDetail['checks'][number]['check'],
      level: level === 'advisory' ? 'advisory' : 'required',
      outcome: outcome === 'passed' ? 'passed' : 'failed',
      findings: texts(findings).map((finding) => finding.slice(0, 1000)),
    })),
    keyids: texts(version['keyids']),
    ...{ publishedAt: time(version['publishedAt']), publishedBy: text(version['publishedBy']) },
    deprecated: textOr(version['deprecated'], 1000),
    revoked: revocation(version['revoked']),
    downloads: count(version['downloads']),
    builtFrom: readOrigin(version['builtFrom']),
  };
}

function readOrigin(value: unknown): PluginVersionDetail['builtFrom'] {
  if (!isObject(value)) return null;
  const { repository, workflow, commit, builder, isVerified } = value;
  return {
    ...{ repository: textOr(repository), workflow: textOr(workflow), commit: textOr(commit, 100) },
    ...{ builder: textOr(builder), isVerified: isVerified === true },
  };
}

function readReview(review: Fields): PluginReview {
  const { id, author, rating, version, at } = review;
  return {
    ...{ id: text(id, 100), author: text(author), text: document(review['text'], 5000) },
    rating: Math.min(5, Math.max(1, count(rating))),
    ...{ version: text(version, 100), at: time(at), isMine: false, hidden: null },
  };
}
