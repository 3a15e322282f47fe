/** What an expression consists of, down to single characters: classes, escapes and literals, in order. */
const ATOM =
  /\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\.|\[(?:\\.|[^\]\\])*\]|[^\\[\](){}|^$*+?]/gsu;
/** What only steers: bounds of repetition, names of groups, kinds of groups, borders, back references. */
const STEERING = /\{\d*,?\d*\}|\(\?<[A-Za-z]\w*>|\(\?<?[=!:]|\(\?[ims-]*:|\\[bB]|\\k<\w+>/gu;
const TRIED = [...'a1A-._ @/:+$#,\'"()é中Zz0', '\t', '\n', '\u00a0', '!', '%', '=', '&', '~'];
/** Fit no rule at the end of a value, one of them at least. */
const ENDS = ['\u0001', '!', '-a\u0001'];

/** Repeats something so often that an expression that goes back and forth over it takes long. */
export interface Attack {
  readonly prefix: string;
  readonly pump: string;
  readonly end: string;
}

export const write = ({ prefix, pump, end }: Attack, length: number): string =>
  prefix + pump.repeat(Math.ceil(length / pump.length)) + end;

/** Attacks made of what an expression itself asks for: each thing and each neighbouring pair, after what stands before it. */
export function attacksOn({ source, flags }: { source: string; flags: string }): readonly Attack[] {
  const atoms = source.replace(STEERING, '').match(ATOM) ?? [];
  const fitting = atoms.slice(0, 60).map((atom) => charactersOf(atom, flags));
  const attacks = new Map<string, Attack>();
  const add = (prefix: string, pump: string): void => {
    if (pump !== '')
      for (const end of ENDS) attacks.set(JSON.stringify([prefix, pump, end]), { prefix, pump, end });
  };
  let before = '';
  for (const [position, characters] of fitting.entries()) {
    for (const one of characters) {
      for (const prefix of new Set(['', before])) {
        add(prefix, one);
        add(prefix, one + (fitting[position + 1]?.[0] ?? ''));
      }
    }
    before += characters[0] ?? '';
  }
  add('', before);
  return [...attacks.values()];
}

/** Two characters at most that an atom matches. */
function charactersOf(atom: string, flags: string): readonly string[] {
  try {
    const expression = new RegExp(`^(?:${atom})$`, flags.replace(/[gy]/g, ''));
    return [atom, ...TRIED].filter((one) => [...one].length === 1 && expression.test(one)).slice(0, 2);
  } catch {
    // Half of something that steers, which no value can be made of.
    return [];
  }
}
