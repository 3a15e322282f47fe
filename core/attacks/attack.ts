import type { Logger } from '@datawave/plugin-sdk';
import type { SeededRandom } from '../faults/seeded-random.ts';
import type { AttackedPlatform } from './attacked-platform.ts';

/** What an attack works with. */
export interface AttackContext {
  readonly platform: AttackedPlatform;
  /** What is left to chance follows from the seed. */
  readonly random: SeededRandom;
  /** Part of the cases, for `npm test`; what is measured in time is left out there. */
  readonly isShort: boolean;
}

/** One kind of attack on a running platform. */
export interface Attack {
  /** What `--only` calls it. */
  readonly name: string;
  /** What must not come of it. */
  readonly title: string;
  /** How the platform is started for it; as the configuration says unless given. */
  readonly setting?: { readonly settings?: Readonly<Record<string, unknown>>; readonly log?: Logger };
  readonly run: (context: AttackContext, findings: Findings) => Promise<void>;
}

/** An attack that starts what it attacks by itself. */
export interface ProgramAttack extends Pick<Attack, 'name' | 'title'> {
  readonly runAlone: (findings: Findings) => Promise<void>;
}

/** How many cases were tried, and what came of those that should have come to nothing. */
export class Findings {
  cases = 0;
  readonly faults: string[] = [];
  /** Said beside the result: figures, and what was left out. */
  readonly notes: string[] = [];

  /** Counts a case; it went wrong unless `isSound`. */
  check(isSound: boolean, fault: () => string): void {
    this.cases += 1;
    if (!isSound) this.faults.push(fault());
  }

  note(text: string): void {
    this.notes.push(text);
  }
}

/** Some of many, by chance; all of them where no more are asked for. */
export function someOf<T>(random: SeededRandom, items: readonly T[], count: number): readonly T[] {
  return items.length <= count ? items : random.shuffle(items).slice(0, count);
}
