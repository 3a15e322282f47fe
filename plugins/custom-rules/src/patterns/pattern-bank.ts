import { RE2Set } from 're2js';
import type { Hits } from '../engine/hits.ts';
import type { PatternBlock } from '../rules/rule.ts';
import { LIMITS } from '../rules/rule-limits.ts';
import { checkPattern, flagsOf } from './compile-pattern.ts';

/** Patterns that search alike, run together. */
class Automaton {
  readonly #set: RE2Set;
  /** Slot of each pattern, by its number in the set. */
  readonly #slots: number[] = [];
  /** Instructions: the most steps that one character may take. */
  size = 0;

  constructor(isAnywhere: boolean, flags: number) {
    const anchor = isAnywhere ? RE2Set.UNANCHORED : RE2Set.ANCHOR_BOTH;
    this.#set = new RE2Set(anchor, flags, LIMITS.automatonBytes);
  }

  add(pattern: string, size: number, slot: number): void {
    this.#slots[this.#set.add(pattern)] = slot;
    this.size += size;
  }

  compile(): void {
    this.#set.compile();
  }

  /** Adds the slots of the patterns that the value fits. */
  match(value: string, hits: Hits): void {
    for (const number of this.#set.match(value)) hits.add(this.#slots[number] ?? 0);
  }
}

/**
 * Runs any number of patterns over a value at once: all that search alike share an automaton, whose cost does not grow with
 * their number. Time is linear in the length of the value for every pattern; the size of each automaton is bounded, so that the
 * worst value costs no more than `setSize` steps a character.
 */
export class PatternBank {
  readonly #automata: Automaton[] = [];
  #open = new Map<string, Automaton>();

  /** Adds a pattern that {@link checkPattern} accepts; a value that it fits sets `slot`. */
  add(block: PatternBlock, slot: number): void {
    const { size } = checkPattern(block);
    const flags = flagsOf(block);
    const isAnywhere = block.anywhere === true;
    const key = `${flags} ${isAnywhere}`;
    let automaton = this.#open.get(key);
    if (automaton === undefined || automaton.size + size > LIMITS.setSize) {
      automaton = new Automaton(isAnywhere, flags);
      this.#open.set(key, automaton);
      this.#automata.push(automaton);
    }
    automaton.add(block.pattern, size, slot);
  }

  /** Makes the automata, one after the other, so that the caller may let others have their turn in between. */
  *compile(): Generator<void> {
    this.#open = new Map();
    for (const automaton of this.#automata) {
      automaton.compile();
      yield;
    }
  }

  /** All of them; a value is to be matched by each. */
  get automata(): readonly Pick<Automaton, 'size' | 'match'>[] {
    return this.#automata;
  }
}
