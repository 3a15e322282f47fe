import type { ProblemDetails } from '../client/problem.ts';
import { translationOf } from './language.ts';
import { t } from './translate.ts';

/**
 * A headline for what the server refused, in the chosen language: what catalogs hold under the code, else under the server's title,
 * else that title. The detail stays what the server wrote, which names the very thing.
 * @public
 */
export const problemText = ({ code, title }: Pick<ProblemDetails, 'code' | 'title'>): string =>
  translationOf(code) ?? t(title);
