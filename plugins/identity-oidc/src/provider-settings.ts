import type { Config } from './config.generated.ts';
import { badSettings } from './oidc-errors.ts';

/** One provider as the configuration describes it. */
export type ProviderSettings = Config['providers'][number];

/** Claims that are given to somebody else one day, or that people write themselves: whoever has them is not who had them. */
const REASSIGNED =
  /^(?:email|preferred_username|upn|unique_name|name|nickname|phone_number|given_name|family_name)$/;

/** Issuers of Entra ID that vouch for the people of every tenant, whose administrators say what groups and names these have. */
const EVERY_TENANT = /^https:\/\/login\.microsoftonline\.com\/(?:common|organizations|consumers)(?:\/|$)/i;

/** Whether an issuer runs on this very machine, where plain HTTP and loopback are no danger. */
export const isThisMachine = (issuer: string): boolean =>
  /^(?:[\w-]+\.)*localhost$|^127(?:\.\d{1,3}){3}$|^\[::1\]$/.test(new URL(issuer).hostname);

/**
 * The providers, when all of them can be used.
 * @throws DataWaveError DW_OIDC_CONFIG
 */
export function checkProviders({ providers }: Config): readonly ProviderSettings[] {
  const seen = new Set<string>();
  for (const [index, { key, issuer, claims, require }] of providers.entries()) {
    const where = `/providers/${index}`;
    if (seen.has(key))
      throw badSettings(
        `${where}/key`,
        `Two providers have the key "${key}".`,
        'Give each a key of its own.',
      );
    seen.add(key);
    if (!URL.canParse(issuer))
      throw badSettings(`${where}/issuer`, `The issuer of "${key}" is no address.`, 'Correct it.');
    if (!issuer.startsWith('https:') && !isThisMachine(issuer))
      throw badSettings(
        `${where}/issuer`,
        `The issuer of "${key}" is not encrypted, so that anybody on the way could sign in as anybody.`,
        'Write the issuer with https://.',
      );
    if (EVERY_TENANT.test(issuer) && require['tid'] === undefined)
      throw badSettings(
        `${where}/require`,
        `The issuer of "${key}" vouches for the people of every tenant, and none is required.`,
        'Write the id of your tenant into the issuer, or name the tenants: require: { tid: [TENANT-ID] }.',
      );
    if (REASSIGNED.test(claims.subject))
      throw badSettings(
        `${where}/claims/subject`,
        `People of "${key}" cannot be known by the claim ${claims.subject}: it changes, and others may get it.`,
        'Leave it out, which means sub, or name one that stays with one person for good.',
      );
  }
  return providers;
}
