import type pg from 'pg';
import type { ApiClient } from './api-client.ts';
import type { Scene } from './inject-fault.ts';

/** Rules that somebody adds, changes and removes while things break; none of them is followed by a scan. */
export async function keepRules(client: ApiClient, source: string, isOver: () => boolean): Promise<void> {
  for (let made = 1; !isOver() && made <= 20; made += 1) {
    try {
      const id = await client.addRule({
        title: `rule ${made}`,
        description: 'as it was added',
        sources: [source],
        assets: { include: ['*.t0*'] },
        sampling: { rows: 10 * made },
      });
      await client.changeRule(id, { description: 'changed once', columns: { exclude: ['note'] } });
      if (made % 2 === 0)
        await client.changeRule(id, { description: 'changed again', isEnabled: false, priority: made });
      if (made % 3 === 0) await client.removeRule(id);
    } catch {
      // Nothing was promised.
    }
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}

/** Where the scan of the staged source did not follow its rule as it was when it began, although that was changed and removed since. */
export async function checkStagedRun(
  client: pg.Client,
  { stagedRun, stagedOut }: Pick<Scene, 'stagedRun' | 'stagedOut'>,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ what: string }>(
    `select t.name || ' is ' || t.state as what from scans.tasks t where t.run_id = $1::uuid and t.asset is not null
       and (t.state = 'skipped') <> (t.asset #>> array['path', (jsonb_array_length(t.asset -> 'path') - 1)::text] = $2)
     union all
     select 'the scan follows version ' || coalesce(rule ->> 'version', 'of nothing') as what from scans.runs where id = $1::uuid and rule ->> 'version' is distinct from '1'`,
    [stagedRun, stagedOut],
  );
  return rows.map(({ what }) => `the scan of the staged source did not follow its rule: ${what}`);
}
