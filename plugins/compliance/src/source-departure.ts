import { countWords, type SourceDependent } from '@datawave/plugin-sdk';
import type { ViolationStore } from './violation-store.ts';

/** What becomes of violations when a source is deleted: those that are open are closed with the reason, and all stay as history. */
export const sourceDeparture = (violations: ViolationStore): SourceDependent => ({
  async departure(scope, source) {
    const { open, all } = await violations.countOfSource(scope, source.id);
    return {
      goes:
        open === 0 ? [] : [`${countWords(open, 'open violation')}: closed, because the source was deleted.`],
      stays:
        all === 0
          ? []
          : [
              `${countWords(all, 'violation')} as history, with when they were open and why they were closed.`,
            ],
    };
  },
  clear: (tx, scope, source, most) => violations.closeSource(tx, scope, source, most),
  async removed(tx, scope, source) {
    await violations.closeSource(tx, scope, source);
  },
});
