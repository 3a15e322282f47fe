import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TextDetectionService } from '@datawave/plugin-sdk';
import { proseOf, readmes, teaches } from '../training/ordinary.ts';

/** False finds in ordinary prose, and names in real sentences. */
export interface ProseFigures {
  readonly documentation: FalseFinds;
  readonly legal: FalseFinds;
  /** Authors by their packages' manifests, where their README or licence names them. */
  readonly authors: { readonly wanted: number; readonly found: number; readonly recall: number };
}

/** Finds in texts that hold next to none; every one counts as false unless it lies on the author's name. */
export interface FalseFinds {
  readonly words: number;
  readonly perThousandWords: number;
  readonly byType: Readonly<Record<string, number>>;
}

/** Names and addresses of machines in documentation are there; they are no mistakes. */
const NOT_COUNTED: ReadonlySet<string> = new Set(['URL', 'EMAIL_ADDRESS']);

/** Judges detection on READMEs and licences of the packages that were not trained on. */
export async function proseFigures(detection: TextDetectionService, modules: string): Promise<ProseFigures> {
  const documentation = createTally();
  const legal = createTally();
  const licences = new Set<string>();
  let wanted = 0;
  let found = 0;
  for (const { name, text, author } of readmes(modules)) {
    if (teaches(name)) continue;
    for (const paragraph of proseOf(text)) await documentation.look(detection, paragraph, author);
    for (const licence of licencesOf(join(modules, name))) {
      const body = licence.replace(/^.*copyright.*$/gim, '').replace(/\s+/g, ' ');
      if (!licences.has(body)) {
        licences.add(body);
        await legal.look(detection, licence.replace(/^.*copyright.*$/gim, ''), null);
      }
      if (author === null || !/^\p{Lu}\p{Ll}+ \p{Lu}[\p{L} .-]+$/u.test(author)) continue;
      const at = licence.indexOf(author);
      if (at < 0) continue;
      wanted++;
      const { spans } = await detection.detect(licence.slice(0, 4_000));
      if (
        spans.some(
          (span) => span.infoType === 'PERSON_NAME' && span.start < at + author.length && span.end > at,
        )
      )
        found++;
    }
  }
  return {
    documentation: documentation.figures(),
    legal: legal.figures(),
    authors: { wanted, found, recall: found / Math.max(1, wanted) },
  };
}

function createTally(): {
  look(detection: TextDetectionService, text: string, author: string | null): Promise<void>;
  figures(): FalseFinds;
} {
  let words = 0;
  let total = 0;
  const byType: Record<string, number> = {};
  return {
    async look(detection, text, author) {
      words += text.match(/[\p{L}\p{N}'-]+/gu)?.length ?? 0;
      const { spans } = await detection.detect(text);
      const parts = author?.split(' ') ?? [];
      for (const span of spans) {
        const value = text.slice(span.start, span.end);
        if (NOT_COUNTED.has(span.infoType) || parts.some((part) => part.length > 2 && value.includes(part)))
          continue;
        total++;
        byType[span.infoType] = (byType[span.infoType] ?? 0) + 1;
      }
    },
    figures: () => ({ words, perThousandWords: (1_000 * total) / Math.max(1, words), byType }),
  };
}

const licencesOf = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(file))
        .map((file) => readFileSync(join(folder, file), 'utf8'))
    : [];
