import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const RESTART = fileURLToPath(new URL('../../bin/launcher/restart.mjs', import.meta.url));

/** Keeps running what ends so each time: `[code, is a note left]`. */
function keep(...ends: readonly (readonly [number, boolean])[]): {
  status: number | null;
  starts: number;
  errors: string;
} {
  const code = `
    import { writeFileSync, existsSync } from 'node:fs';
    import { keepRunning } from ${JSON.stringify(RESTART)};
    const ends = ${JSON.stringify(ends)};
    let starts = 0;
    await keepRunning(async ({ DATAWAVE_WATCH_NOTE: note }) => {
      if (existsSync(note)) console.log('a former note');
      const [code, isNoted] = ends[Math.min(starts, ends.length - 1)];
      starts += 1;
      if (isNoted) writeFileSync(note, '');
      return { code, signal: null, wasAsked: false };
    });
    console.log(starts);`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  return { status: run.status, starts: Number(run.stdout), errors: run.stderr };
}

describe('starting the platform anew', () => {
  it('is done when it asks for it, and when it falls while installed plugins are watched', () => {
    expect(keep([75, false], [75, true], [0, false])).to.include({ starts: 3, status: 0 });
    expect(keep([3, true], [1, true], [0, true])).to.include({ starts: 3, status: 0 });
  });

  it('is not done when it falls otherwise, and its exit code comes back', () => {
    expect(keep([3, false])).to.include({ starts: 1, status: 3 });
    expect(keep([75, false], [3, false])).to.include({ starts: 2, status: 3 });
  });

  it('has an end', () => {
    const { starts, status, errors } = keep([75, false]);
    expect([starts, status]).to.deep.equal([21, 1]);
    expect(errors).to.include('20 times within 10 minutes');
  });
});
