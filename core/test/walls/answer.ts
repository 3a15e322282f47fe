import { fstatSync } from 'node:fs';
import process from 'node:process';

/** Answers what the test asks; runs behind a wall. */
const [wish] = process.argv.slice(2);

/** Files and sockets that were left open for it: no permission is asked for those. */
const inherited = (): readonly string[] =>
  Array.from({ length: 300 }, (_, descriptor) => descriptor).flatMap((descriptor) => {
    try {
      const stats = fstatSync(descriptor);
      if (stats.isFile()) return [`file ${descriptor}`];
      return stats.isSocket() ? [`socket ${descriptor}`] : [];
    } catch {
      return [];
    }
  });

process.on('message', (message) => process.send?.(message));
process.on('disconnect', () => process.exit(0));
if (wish === 'spin') {
  process.send?.({ inherited: [] }, undefined, {}, () => {
    for (;;);
  });
} else {
  const environment = { ...process.env };
  process.send?.({ user: process.getuid?.(), environment, folder: process.cwd(), inherited: inherited() });
}
