import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endOf } from '@datawave/core/test-platform';
import { DataWaveError } from '@datawave/plugin-sdk';
import { saidText, useLanguage } from '@datawave/plugin-sdk/ui';
import { expect } from 'chai';
import { field, items, scanBench, tables } from './scan-bench.ts';

const CATALOG = join(import.meta.dirname, '../locales/de.json');

describe('why scans and their assets are as they are', () => {
  const bench = scanBench();
  const { act, get, register, staged, start } = bench;

  const reasonsOf = async (run: string): Promise<readonly string[]> =>
    (
      await Promise.all(
        ['transitions', 'tasks?limit=200'].map(async (path) => items(await get(`${run}/${path}`))),
      )
    )
      .flat()
      .flatMap((entry) => {
        const reason = Reflect.get(Object(entry), 'reason');
        return typeof reason === 'string' ? [reason] : [];
      });

  it('is said in German, whatever the server writes', async () => {
    const { id } = await register();
    staged.assets = [
      ...tables(2),
      {
        name: 'bad',
        sample: () =>
          Promise.reject(new DataWaveError({ code: 'DW_SOURCE_PERMISSION', message: 'No.', hint: 'Ask.' })),
      },
    ];
    const first = await start(id);
    await endOf(bench.test, first);
    const again = String(field(await act(first, 'retry'), 'id'));
    await endOf(bench.test, again);
    staged.hold();
    const paused = await start(id);
    await staged.held(1);
    await act(paused, 'pause');
    await act(paused, 'resume');
    await act(paused, 'cancel');
    staged.release();
    await endOf(bench.test, paused);
    const reasons = new Set((await Promise.all([first, again, paused].map(reasonsOf))).flat());
    expect([...reasons]).to.include.members([
      ...['requested', 'it was not scanned before', 'paused on request', 'cancelled on request'],
      'scanned by the run that this one makes up for',
    ]);
    useLanguage('de', JSON.parse(readFileSync(CATALOG, 'utf8')));
    try {
      const english = [...reasons].filter((reason) => saidText(reason) === reason);
      expect(english, 'reasons without German').to.deep.equal([]);
    } finally {
      useLanguage('en');
    }
  });
});
