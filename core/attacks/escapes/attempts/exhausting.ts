import fs from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Worker } from 'node:worker_threads';
import type { EscapeAttempt } from '../attempt.ts';

const MEBIBYTE = 2 ** 20;
const harsh = { holdsFrom: 'child', isHarsh: true } as const;

/** Ways of taking what others need. Each says what it could take, in the end by being told that it can. */
export const EXHAUSTING: readonly EscapeAttempt[] = [
  {
    ...harsh,
    name: 'fill the memory with objects',
    control: { untried: 'it would fill this machine’s' },
    run: () => {
      const held: unknown[] = [];
      while (process.memoryUsage().heapUsed < 600 * MEBIBYTE)
        held.push(Array.from({ length: 10_000 }, Math.random));
      return `${held.length} arrays`;
    },
  },
  {
    ...harsh,
    name: 'fill the memory outside the heap',
    control: 'always',
    run: () => {
      const held: Buffer[] = [];
      while (held.length < 75) held.push(Buffer.alloc(16 * MEBIBYTE, 1));
      return `${held.length * 16} MiB`;
    },
  },
  {
    ...harsh,
    name: 'fill the disk by one file',
    control: 'always',
    run: (at) => {
      const file = join(at.dataDirectory, 'large');
      const descriptor = fs.openSync(file, 'w');
      try {
        fs.writeSync(descriptor, 'x', 300 * MEBIBYTE);
        return '300 MiB';
      } finally {
        fs.closeSync(descriptor);
        fs.rmSync(file, { force: true });
      }
    },
  },
  {
    ...harsh,
    holdsFrom: 'confined',
    name: 'fill the place of temporary files',
    control: 'always',
    run: () => {
      const file = join(process.env['TMPDIR'] ?? '/tmp', `filled-${process.pid}`);
      try {
        for (let count = 0; count < 80; count++) fs.appendFileSync(file, Buffer.alloc(MEBIBYTE));
        return '80 MiB';
      } finally {
        fs.rmSync(file, { force: true });
      }
    },
  },
  {
    ...harsh,
    name: 'open files without end',
    control: 'always',
    run: (at) => {
      const file = join(at.dataDirectory, 'opened');
      fs.writeFileSync(file, '');
      for (let count = 0; count < 1000; count++) fs.openSync(file, 'r');
      return '1000 files';
    },
  },
  {
    ...harsh,
    name: 'start threads without end',
    isNodes: true,
    control: 'always',
    run: () => {
      const threads = Array.from(
        { length: 20 },
        () => new Worker('setTimeout(() => {}, 200)', { eval: true }),
      );
      return `${threads.length} threads`;
    },
  },
  {
    ...harsh,
    name: 'leave a core behind',
    control: { untried: 'where cores go is the host’s business' },
    run: (at) => {
      process.chdir(at.dataDirectory);
      process.abort();
    },
  },
];
