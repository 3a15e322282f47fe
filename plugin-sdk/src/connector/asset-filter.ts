import type { DiscoverOptions } from '../governance/connector.ts';

const SPECIAL = /[.*+?^${}()|[\]\\]/g;

/**
 * A glob over a whole text: `*` and `**` any run of characters, `?` any one, `[a-z]` one of a set, `{a,b}` one of several.
 * Capitals count.
 */
function globPattern(glob: string): RegExp {
  let pattern = '';
  let braces = 0;
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob.charAt(at);
    if (character === '*') {
      while (glob[at + 1] === '*') at += 1;
      pattern += '.*';
    } else if (character === '?') pattern += '.';
    else if (character === '[') {
      const set = /^\[(!?)([^\]]+)\]/.exec(glob.slice(at));
      if (set === null) pattern += '\\[';
      else {
        pattern += `[${set[1] === '!' ? '^' : ''}${(set[2] ?? '').replace(/[\\^[]/g, '\\$&')}]`;
        at += set[0].length - 1;
      }
    } else if (character === '{' && glob.includes('}', at)) {
      braces += 1;
      pattern += '(?:';
    } else if (character === '}' && braces > 0) {
      braces -= 1;
      pattern += ')';
    } else if (character === ',' && braces > 0) pattern += '|';
    else pattern += character.replace(SPECIAL, '\\$&');
  }
  return new RegExp(`^${pattern}$`, 'su');
}

/**
 * Says which paths include and exclude admit. Globs run over the path joined with `.`; a path is in when any include
 * matches it (or there is none) and no exclude does.
 * @public
 */
export function assetFilter(
  options: Pick<DiscoverOptions, 'include' | 'exclude'>,
): (path: readonly string[]) => boolean {
  const include = options.include.map(globPattern);
  const exclude = options.exclude.map(globPattern);
  return (path) => {
    const name = path.join('.');
    return (
      (include.length === 0 || include.some((glob) => glob.test(name))) &&
      !exclude.some((glob) => glob.test(name))
    );
  };
}
