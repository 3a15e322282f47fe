import fs from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import v8 from 'node:v8';
import type { EscapeAttempt, EscapeTarget } from '../attempt.ts';

const always = { holdsFrom: 'child', control: 'always' } as const;

const damage = (name: string, run: (victim: string, at: EscapeTarget) => unknown): EscapeAttempt => ({
  ...always,
  name,
  run: async (at) => {
    await run(join(at.victims, name.replaceAll(' ', '-')), at);
    return null;
  },
});

/** Ways of changing what is another's; each has a file of its own to do it to. */
export const WRITING: readonly EscapeAttempt[] = [
  damage('write a file', (victim) => fs.writeFileSync(victim, 'changed')),
  damage('append to a file', (victim) => fs.appendFileSync(victim, 'changed')),
  damage('empty a file', (victim) => fs.truncateSync(victim)),
  damage('remove a file', (victim) => fs.unlinkSync(victim)),
  damage('remove a file by force', (victim) => fs.rmSync(victim, { recursive: true, force: true })),
  damage('move a file to its own', (victim, at) => fs.renameSync(victim, join(at.dataDirectory, 'moved'))),
  damage('put a file of its own in the place', (victim, at) => {
    fs.writeFileSync(join(at.dataDirectory, 'mine'), 'changed');
    fs.renameSync(join(at.dataDirectory, 'mine'), victim);
  }),
  damage('open a file to all', (victim) => fs.chmodSync(victim, 0o777)),
  damage('change when a file was written', (victim) => fs.utimesSync(victim, 1, 1)),
  damage('change when it was written by a descriptor', (victim) => {
    const descriptor = fs.openSync(victim, 'r');
    fs.futimesSync(descriptor, 1, 1);
  }),
  damage('write through a link of its own', (victim, at) => {
    const link = join(at.dataDirectory, 'write-link');
    fs.symlinkSync(relative(at.dataDirectory, victim), link);
    fs.writeFileSync(link, 'changed');
  }),
  damage('write through a stream', async (victim) => {
    const stream = fs.createWriteStream(victim);
    await new Promise((resolve, reject) => stream.once('error', reject).end('changed', () => resolve(null)));
  }),
  damage('write a report of Node over it', (victim) => process.report.writeReport(victim)),
  damage('write a picture of the heap over it', (victim) => v8.writeHeapSnapshot(victim)),
  {
    ...always,
    name: 'write into its own package',
    run: (at) => {
      fs.writeFileSync(join(at.directory, 'planted.js'), 'changed');
      fs.rmSync(join(at.directory, 'planted.js'));
      return 'it was written';
    },
  },
  {
    ...always,
    name: 'make a folder',
    run: (at) => fs.mkdtempSync(join(at.outside, 'made-')),
  },
  {
    ...always,
    name: 'write into memory that others share',
    run: () => {
      fs.writeFileSync('/dev/shm/datawave-escape', 'planted');
      fs.rmSync('/dev/shm/datawave-escape');
      return 'it was written';
    },
  },
  {
    ...always,
    name: 'let tracing write where it works',
    run: async (at) => {
      process.chdir(at.outside);
      try {
        const { createTracing } = await import('node:trace_events');
        const tracing = createTracing({ categories: ['node.perf'] });
        tracing.enable();
        performance.mark('traced');
        tracing.disable();
        await new Promise((resolve) => setTimeout(resolve, 100));
        return fs.existsSync(join(at.outside, 'node_trace.1.log')) ? 'it was written' : null;
      } finally {
        process.chdir(at.directory);
      }
    },
  },
];
