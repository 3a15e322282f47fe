import type { DiscoverOptions } from '../governance/connector.ts';

/** Places in a text: those between `first` and `last` at which `is` holds 1. There is at least one. */
interface Places {
  readonly first: number;
  readonly last: number;
  readonly is: Uint8Array;
}

/** From the places in a text where a part of a glob may begin to those where it may end; null: nowhere. */
type Step = (text: readonly string[], from: Places) => Places | null;

const one =
  (admits: (character: string) => boolean): Step =>
  (text, from) => {
    const is = new Uint8Array(text.length + 1);
    let first = -1;
    let last = -1;
    for (let at = from.first; at <= from.last && at < text.length; at += 1) {
      if (from.is[at] !== 1 || !admits(text[at] ?? '')) continue;
      is[at + 1] = 1;
      if (first < 0) first = at + 1;
      last = at + 1;
    }
    return first < 0 ? null : { first, last, is };
  };

const anyRun: Step = (text, { first }) => ({
  first,
  last: text.length,
  is: new Uint8Array(text.length + 1).fill(1, first),
});

const inOrder =
  (steps: readonly Step[]): Step =>
  (text, from) => {
    let at: Places | null = from;
    for (const step of steps) {
      at = step(text, at);
      if (at === null) return null;
    }
    return at;
  };

const oneOf =
  (choices: readonly Step[]): Step =>
  (text, from) => {
    let all: Places | null = null;
    for (const choice of choices) {
      const some = choice(text, from);
      if (some === null) continue;
      if (all === null) {
        all = some;
        continue;
      }
      const is: Uint8Array = all.is.slice();
      for (let at = some.first; at <= some.last; at += 1) if (some.is[at] === 1) is[at] = 1;
      all = { first: Math.min(all.first, some.first), last: Math.max(all.last, some.last), is };
    }
    return all;
  };

/**
 * A glob over a whole text: `*` and `**` any run of characters, `?` any one, `[a-z]` one of a set, `{a,b}` one of several.
 * Capitals count. Followed place by place: as a pattern that tries again, many stars would take forever on a long name.
 */
function globMatcher(glob: string): (text: string) => boolean {
  let steps: Step[] = [];
  const open: { readonly before: Step[]; readonly choices: Step[] }[] = [];
  for (let at = 0; at < glob.length; at += 1) {
    const character = String.fromCodePoint(glob.codePointAt(at) ?? 0);
    const choice = open.at(-1);
    const set = character === '[' ? /^\[(!?)([^\]]+)\]/.exec(glob.slice(at)) : null;
    if (character === '*') {
      while (glob[at + 1] === '*') at += 1;
      steps.push(anyRun);
    } else if (character === '?') steps.push(one(() => true));
    else if (set !== null) {
      const members = (set[2] ?? '').replace(/[\\^[]/g, '\\$&');
      const pattern = new RegExp(`^[${set[1] === '!' ? '^' : ''}${members}]$`, 'su');
      steps.push(one((candidate) => pattern.test(candidate)));
      at += set[0].length - 1;
    } else if (character === '{' && glob.includes('}', at)) {
      open.push({ before: steps, choices: [] });
      steps = [];
    } else if (choice !== undefined && (character === ',' || character === '}')) {
      choice.choices.push(inOrder(steps));
      steps = [];
      if (character === '}') {
        open.pop();
        const { choices } = choice;
        steps = choice.before;
        steps.push(oneOf(choices));
      }
    } else {
      steps.push(one((candidate) => candidate === character));
      at += character.length - 1;
    }
  }
  // A brace that is never closed opens one choice that lasts to the end.
  for (let choice = open.pop(); choice !== undefined; choice = open.pop()) {
    const rest = [...choice.choices, inOrder(steps)];
    steps = [...choice.before, oneOf(rest)];
  }
  const whole = inOrder(steps);
  return (text) => {
    const characters = Array.from(text);
    const is = new Uint8Array(characters.length + 1);
    is[0] = 1;
    return whole(characters, { first: 0, last: 0, is })?.is[characters.length] === 1;
  };
}

/**
 * Says which paths include and exclude admit. Globs run over the path joined with `.`; a path is in when any include
 * matches it (or there is none) and no exclude does.
 * @public
 */
export function assetFilter(
  options: Pick<DiscoverOptions, 'include' | 'exclude'>,
): (path: readonly string[]) => boolean {
  const include = options.include.map(globMatcher);
  const exclude = options.exclude.map(globMatcher);
  return (path) => {
    const name = path.join('.');
    return (
      (include.length === 0 || include.some((glob) => glob(name))) && !exclude.some((glob) => glob(name))
    );
  };
}
