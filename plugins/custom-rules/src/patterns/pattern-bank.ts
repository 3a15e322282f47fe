import { RE2Set } from 're2js';
import type { PatternBlock } from '../rules/rule.ts';
import { LIMITS } from '../rules/rule-limits.ts';
import { checkPattern, flagsOf } from './compile-pattern.ts';

interface Automaton {
  readonly set: RE2Set;
  readonly isAnywhere: boolean;
  /** Slot of each pattern of the set, by its number in the set. */
  readonly slots: number[];
  size: number;
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
      automaton = {
        set: new RE2Set(isAnywhere ? RE2Set.UNANCHORED : RE2Set.ANCHOR_BOTH, flags, LIMITS.automatonBytes),
        isAnywhere,
        slots: [],
        size: 0,
      };
      this.#open.set(key, automaton);
      this.#automata.push(automaton);
    }
    automaton.slots[automaton.set.add(block.pattern)] = slot;
    automaton.size += size;
  }

  /** Makes the automata, one after the other, so that the caller may let others have their turn in between. */
  *compile(): Generator<void> {
    this.#open = new Map();
    for (const { set } of this.#automata) {
      set.compile();
      yield;
    }
  }

  /** Sets the slots of all patterns that fit, and answers how many did. */
  match(value: string, slots: Uint8Array): number {
    let hits = 0;
    for (const automaton of this.#automata) {
      for (const number of automaton.set.match(value)) {
        slots[automaton.slots[number] ?? 0] = 1;
        hits += 1;
      }
    }
    return hits;
  }
}
