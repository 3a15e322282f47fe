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

export type Playbooks = ReadonlyMap<DetectionId, Playbook>;

/** Reads the playbook of every detection from the package. */
export async function readPlaybooks(directory: string): Promise<Playbooks> {
  const read = async (id: DetectionId): Promise<readonly [DetectionId, Playbook]> => [
    id,
    parsePlaybook(await readFile(join(directory, 'playbooks', `${id}.md`), 'utf8')),
  ];
  return new Map(await Promise.all(DETECTIONS.map(read)));
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
