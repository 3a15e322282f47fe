import type { InfoTypeEvidence, TableSample } from '@datawave/plugin-sdk';
import { isConnectionString } from './checks/connection-strings.ts';
import { hashNotation } from './checks/password-hashes.ts';
import { isPrivateKey } from './checks/private-keys.ts';
import { isJwt } from './checks/web-tokens.ts';
import type { KeyIndex } from './formats/key-index.ts';
import { findKey } from './rules/api-keys.ts';

/** Shorter values are no secret that shows by itself. */
const SHORTEST = 14;

interface Kind {
  readonly infoType: string;
  readonly says: string;
  readonly isOne: (value: string) => boolean;
}

/** A form with a published prefix, enough entropy and right check digits is met by chance in one value of millions. */
const CERTAIN = 6.5;

/**
 * Secrets that show by themselves among other values, as in settings and notes: one is enough to handle the whole column
 * with care. A column that mostly holds them is of the type; what it also contains then goes without saying.
 */
export function findContained(
  sample: TableSample,
  index: KeyIndex,
  classifier: string,
): readonly (readonly InfoTypeEvidence[])[] {
  const kinds: readonly Kind[] = [
    {
      infoType: 'API_KEY',
      says: "have the form of a known vendor's key",
      isOne: (value) => findKey(index, value)?.isChecked === true,
    },
    { infoType: 'PRIVATE_KEY', says: 'begin as private keys do', isOne: isPrivateKey },
    { infoType: 'JWT', says: 'are JSON web tokens', isOne: isJwt },
    {
      infoType: 'CONNECTION_STRING',
      says: 'are connections with a password in clear',
      isOne: isConnectionString,
    },
    {
      infoType: 'PASSWORD_HASH',
      says: 'are written as only password hashes are',
      isOne: (value) => hashNotation(value) !== null,
    },
  ];
  return sample.asset.columns.map((schema, position) => {
    const values = sample.columns[position]?.values ?? [];
    if (schema.kind !== 'text' || values.length < 2) return [];
    const matched = new Uint32Array(kinds.length);
    for (const text of values) {
      if (text.length < SHORTEST) continue;
      const value = text.trim();
      const found = kinds.findIndex((kind) => kind.isOne(value));
      if (found >= 0) matched[found] = (matched[found] ?? 0) + 1;
    }
    return kinds.flatMap(({ infoType, says }, kind): InfoTypeEvidence[] => {
      const count = matched[kind] ?? 0;
      if (count === 0 || count > values.length / 2) return [];
      const detail = `${count} of ${values.length} distinct values ${says}`;
      return [
        {
          infoType,
          question: 'contains',
          matched: count,
          sampled: values.length,
          evidence: [{ signal: 'pattern', classifier, weight: CERTAIN, detail }],
        },
      ];
    });
  });
}
