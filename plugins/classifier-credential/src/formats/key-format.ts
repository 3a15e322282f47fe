import type { CheckName } from '../checks/check-digits.ts';

/** One kind of key of one vendor, as data. */
export interface KeyFormat {
  /** Lower case with hyphens; stable. */
  readonly id: string;
  readonly vendor: string;
  /** Vendor and kind, for people: `GitHub personal access token`. */
  readonly title: string;
  /** How keys look, each in the notation of `form.ts`. */
  readonly forms: readonly string[];
  /** Where the form is published. */
  readonly source: string;
  /** The form alone says too little; one of these words must stand in a name beside it. Lower case, run together. */
  readonly keywords?: readonly string[];
  /** Check digits that the vendor computes. */
  readonly check?: CheckName;
  /** Least Shannon entropy of the part that is drawn at random, in bits a character; from its alphabet and length unless given. */
  readonly minEntropy?: number;
}

/** The published rules of gitleaks (MIT), for forms that their vendors do not describe. */
export const GITLEAKS = 'https://github.com/gitleaks/gitleaks/blob/v8.24.3/config/gitleaks.toml';

type Options = Pick<KeyFormat, 'keywords' | 'check' | 'minEntropy'>;

/** Shorthand for the tables of formats. */
export const format = (
  id: string,
  vendor: string,
  kind: string,
  forms: string | readonly string[],
  source: string,
  options: Options = {},
): KeyFormat => ({
  id,
  vendor,
  title: `${vendor} ${kind}`,
  forms: typeof forms === 'string' ? [forms] : forms,
  source,
  ...options,
});
