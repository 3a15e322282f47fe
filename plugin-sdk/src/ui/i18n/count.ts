import { countText } from './count-text.ts';
import { language } from './language.ts';
import { formatNumber } from './numbers.ts';
import { t } from './translate.ts';

/** `1 column`, `12 columns`, by the rules of the chosen language. Give the words as literals, so that they are found for translation. @public */
export const count = (value: number, one: string, many?: string): string =>
  language() === 'en'
    ? `${formatNumber(value)} ${value === 1 ? one : (many ?? `${one}s`)}`
    : t(countText(one, many), { n: value });
