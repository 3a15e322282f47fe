import type { Chance } from './random.ts';

/** Reads a grammar of sections and choices; answers a maker of templates. */
export function readGrammar(source: string, chance: Chance): () => string {
  const sections = new Map<string, string[]>();
  let choices: string[] = [];
  for (const line of source.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const name = /^\[([A-Za-z-]+)\]$/.exec(line)?.[1];
    if (name === undefined) choices.push(line);
    else {
      choices = [];
      sections.set(name, choices);
    }
  }
  const expand = (name: string, depth: number): string => {
    const found = sections.get(name);
    if (found === undefined) throw new Error(`The grammar has no section "${name}".`);
    const choice = depth > 8 && name === 'start' ? (found[0] ?? '') : chance.pick(found);
    return choice.replace(/<([A-Za-z-]+)>/g, (_, inner: string) => expand(inner, depth + 1));
  };
  return () => expand('start', 0);
}
