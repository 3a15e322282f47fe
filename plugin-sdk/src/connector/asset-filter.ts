import type { DiscoverOptions } from '../governance/connector.ts';

/** From the places in a text where a part of a glob may begin to those where it may end. */
type Step = (text: readonly string[], from: ReadonlySet<number>) => ReadonlySet<number>;

const one =
  (admits: (character: string) => boolean): Step =>
  (text, from) =>
    new Set([...from].filter((at) => at < text.length && admits(text[at] ?? '')).map((at) => at + 1));

const anyRun: Step = (text, from) => {
  const first = Math.min(...from);
  return new Set(Array.from({ length: Math.max(0, text.length - first + 1) }, (_, at) => first + at));
};

const inOrder =
  (steps: readonly Step[]): Step =>
  (text, from) =>
    steps.reduce<ReadonlySet<number>>((at, step) => (at.size === 0 ? at : step(text, at)), from);

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
        steps.push((text, from) => new Set(choices.flatMap((step) => [...step(text, from)])));
      }
    } else {
      steps.push(one((candidate) => candidate === character));
      at += character.length - 1;
    }
  }
  // A brace that is never closed opens one choice that lasts to the end.
  for (let choice = open.pop(); choice !== undefined; choice = open.pop()) {
    const rest = [...choice.choices, inOrder(steps)];
    steps = [...choice.before, (text, from) => new Set(rest.flatMap((step) => [...step(text, from)]))];
  }
  const whole = inOrder(steps);
  return (text) => {
    const characters = Array.from(text);
    return whole(characters, new Set([0])).has(characters.length);
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
