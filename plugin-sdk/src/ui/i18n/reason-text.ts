import { t } from './translate.ts';

const patterns = new Map<string, RegExp>();

/** `{n} of {total} were done` matches what was written by it, with what stands in its places. */
function patternOf(form: string): RegExp {
  let pattern = patterns.get(form);
  if (pattern === undefined) {
    const source = form
      .split(/(\{\w+\})/)
      .map((part) =>
        /^\{\w+\}$/.test(part) ? `(?<${part.slice(1, -1)}>.+?)` : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
      );
    pattern = new RegExp(`^${source.join('')}$`, 's');
    patterns.set(form, pattern);
  }
  return pattern;
}

/**
 * Why something is as it is, in the chosen language, for reasons that the server has stored in English: the forms in which it writes
 * them, marked by `msg('… {n} …', 'reason')`, the first that fits. A reason that none fits stands as it is: people wrote it.
 * @public
 */
export function reasonText(reason: string, forms: readonly string[]): string {
  for (const form of forms) {
    const found = patternOf(form).exec(reason);
    if (found !== null) return t(form, { ...found.groups }, 'reason');
  }
  return reason;
}
