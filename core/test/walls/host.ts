import { join } from 'node:path';
import process from 'node:process';
import { openWall } from '../../src/isolation/walls/open-wall.ts';
import { tryWalls } from '../../src/isolation/walls/probe-walls.ts';

/** A platform that starts one plugin behind a wall and tells what it says, or only what walls there are. */
const [wish = 'probe', level = 'child', data = ''] = process.argv.slice(2);

if (wish === 'probe') process.stdout.write(JSON.stringify(await tryWalls()));
else {
  const child = openWall(level as 'child' | 'confined', {
    plugin: 'answering',
    directory: import.meta.dirname,
    dataDirectory: data,
    readable: [],
    memoryMb: 64,
    needs: {},
    env: {},
  }).spawn(join(import.meta.dirname, 'answer.ts'), [wish]);
  child.stderr?.pipe(process.stderr);
  child.on('message', (message) => process.stdout.write(`${JSON.stringify(message)}\n`));
}
