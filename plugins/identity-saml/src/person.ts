import type { ExternalIdentity } from '@datawave/plugin-sdk';
import type { AssertionClaims } from './assertion-claims.ts';
import { formatUri, type ProviderConfig, TRANSIENT } from './provider-settings.ts';
import { insist } from './refused-answer.ts';

/** What Entra ID sends in place of the groups of somebody who is in too many. */
const OVERAGE = 'http://schemas.microsoft.com/claims/groups.link';
const LONGEST_SUBJECT = 500;

/** Who it is, by what the configuration says where to look. */
export function personOf(config: ProviderConfig, claims: AssertionClaims): ExternalIdentity {
  const { attributes: names, key } = config;
  const nameId = nameIdOf(config, claims);
  const subject = names.subject === undefined ? nameId : only(claims, names.subject);
  insist(subject !== null && subject !== '', 'the assertion does not say who it is');
  insist(subject.length <= LONGEST_SUBJECT, 'what the assertion calls somebody is too long');
  const username = (names.username === undefined ? null : first(claims, names.username)) ?? nameId ?? subject;
  const groups = groupsOf(config, claims);
  return {
    ...{ provider: key, subject, username },
    displayName: (names.displayName === undefined ? null : first(claims, names.displayName)) ?? username,
    email: names.email === undefined ? null : first(claims, names.email),
    ...(groups === null ? {} : { groups }),
  };
}

function nameIdOf(config: ProviderConfig, { nameId }: AssertionClaims): string | null {
  if (nameId === null) return null;
  insist(nameId.format !== TRANSIENT, 'the NameID is another one each time');
  insist(
    config.attributes.subject !== undefined ||
      config.nameIdFormat === 'unspecified' ||
      nameId.format === formatUri(config.nameIdFormat),
    'the NameID has another format than the configuration asks for',
  );
  return nameId.value;
}

/** Null where nothing is said of them. */
function groupsOf(
  { attributes: { groups } }: ProviderConfig,
  { attributes }: AssertionClaims,
): readonly string[] | null {
  if (groups === undefined) return null;
  const named = attributes.get(groups);
  // Somebody who is in too many groups to name them would otherwise lose them all.
  if (named === undefined && attributes.has(OVERAGE)) return null;
  return [...new Set(named ?? [])];
}

/** Of what tells people apart two values are as bad as none. */
function only({ attributes }: AssertionClaims, name: string): string | null {
  const values = attributes.get(name) ?? [];
  insist(values.length <= 1, 'the assertion says in two ways who it is');
  return values[0] ?? null;
}

const first = ({ attributes }: AssertionClaims, name: string): string | null =>
  attributes.get(name)?.[0] ?? null;
