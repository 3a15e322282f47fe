import type { SourceDependent } from '@datawave/plugin-sdk';
import type { ViolationStore } from './violation-store.ts';

const amount = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** What becomes of violations when a source is deleted: those that are open are closed with the reason, and all stay as history. */
export const sourceDeparture = (violations: ViolationStore): SourceDependent => ({
  async departure(scope, source) {
    const { open, all } = await violations.countOfSource(scope, source.id);
    return {
      goes:
        open === 0
          ? []
          : [`${amount(open, 'open violation', 'open violations')}: closed, because the source was deleted.`],
      stays:
        all === 0
          ? []
          : [
              `${amount(all, 'violation', 'violations')} as history, with when they were open and why they were closed.`,
            ],
    };
  },
  async removed(tx, scope, source) {
    await violations.closeSource(tx, scope, source);
  },
});
