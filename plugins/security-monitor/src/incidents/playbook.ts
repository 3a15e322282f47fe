import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DETECTIONS, type DetectionId } from '../detect/detection.ts';

/** What to do about an incident of a detection. */
export interface Playbook {
  readonly title: string;
  /** What it means. */
  readonly intro: string;
  readonly sections: readonly { readonly title: string; readonly steps: readonly string[] }[];
}

/** Languages that playbooks are written in; English stands in for all others. */
export const PLAYBOOK_LANGUAGES = ['en', 'de'] as const;
type PlaybookLanguage = (typeof PLAYBOOK_LANGUAGES)[number];

/** The playbook of a detection, in a language such as `de` or `de-AT`. */
export type Playbooks = (id: DetectionId, language: string) => Playbook | null;

/** Reads the playbook of every detection from the package. All languages have the same steps, in the same order. */
export async function readPlaybooks(directory: string): Promise<Playbooks> {
  const read = async (language: PlaybookLanguage, id: DetectionId): Promise<readonly [string, Playbook]> => [
    `${language} ${id}`,
    parsePlaybook(await readFile(join(directory, 'playbooks', language, `${id}.md`), 'utf8')),
  ];
  const all = PLAYBOOK_LANGUAGES.flatMap((language) => DETECTIONS.map((id) => read(language, id)));
  const known = new Map(await Promise.all(all));
  return (id, language) => known.get(`${language.split('-')[0]} ${id}`) ?? known.get(`en ${id}`) ?? null;
}

/** Of Markdown what a playbook is written in: a title, a paragraph, and headings with numbered steps. */
export function parsePlaybook(text: string): Playbook {
  let title = '';
  const intro: string[] = [];
  const sections: { title: string; steps: string[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const section = sections.at(-1);
    const step = /^\d+\.\s+(.+)$/.exec(line)?.[1];
    if (line.startsWith('# ')) title = line.slice(2).trim();
    else if (line.startsWith('## ')) sections.push({ title: line.slice(3).trim(), steps: [] });
    else if (step !== undefined && section !== undefined) section.steps.push(step.trim());
    else if (line.trim() !== '' && section === undefined) intro.push(line.trim());
    else if (line.trim() !== '') section?.steps.push(`${section.steps.pop() ?? ''} ${line.trim()}`.trim());
  }
  return { title, intro: intro.join(' '), sections };
}
