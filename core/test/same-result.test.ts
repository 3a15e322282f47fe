import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { scanOnce, sharedData, startPlatform } from './platform/index.ts';

const MAIN = join(import.meta.dirname, '../src/cli/main.ts');
const KEY = 'chinook';

interface Column {
  readonly name: string;
  readonly dataType: string;
  readonly classifications: readonly unknown[];
}
interface Asset {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly rowCount: number | null;
  readonly sampledRows: number;
  readonly columns: readonly Column[];
}
interface Violation {
  readonly framework: string;
  readonly control: string;
  readonly severity: string;
  readonly asset: string;
  readonly column: string | null;
  readonly message: string;
  readonly remediation: string;
}

const pickAsset = ({ urn, name, type, rowCount, sampledRows, columns }: Asset): Asset => ({
  urn,
  name,
  type,
  rowCount,
  sampledRows,
  columns: columns.map(({ name: column, dataType, classifications }) => ({
    name: column,
    dataType,
    classifications,
  })),
});
const pickViolation = ({
  framework,
  control,
  severity,
  asset,
  column,
  message,
  remediation,
}: Violation): Violation => ({
  framework,
  control,
  severity,
  asset,
  column,
  message,
  remediation,
});
const byText = (one: unknown, other: unknown): number =>
  JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;

describe('the one-shot scan and the platform', () => {
  it('find the same in the same database: assets, verdicts with their evidence, violations', async function () {
    this.timeout(120_000);
    const path = sharedData(this, 'chinook/chinook.sqlite');
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, 'scan', path, '--format', 'json'], {
      maxBuffer: 64 * 1024 * 1024,
    });
    // Only the name of the source differs: the file's in a one-shot scan, the key of a registered one.
    const oneShot = JSON.parse(
      stdout.replaceAll('urn:dw:sqlite:chinook.sqlite:', `urn:dw:sqlite:${KEY}:`),
    ) as {
      readonly assets: readonly Asset[];
      readonly violations: readonly Violation[];
    };

    await using test = await startPlatform();
    await scanOnce(test, { key: KEY, connector: 'sqlite', config: { path } });
    const list = async <T>(route: string): Promise<readonly T[]> => {
      const { body } = await test.request('GET', `/api/v1/${route}`);
      return Reflect.get(Object(body), 'items') as readonly T[];
    };
    const assets: Asset[] = [];
    for (const { urn } of await list<Asset>('assets?limit=500')) {
      const { body } = await test.request('GET', `/api/v1/assets/${encodeURIComponent(urn)}`);
      assets.push(pickAsset(body as Asset));
    }
    const violations = (await list<Violation>('violations?limit=500')).map(pickViolation);

    expect(oneShot.assets).to.have.length(11);
    expect(oneShot.violations).not.to.have.length(0);
    expect(assets.sort(byText)).to.deep.equal(oneShot.assets.map(pickAsset).sort(byText));
    expect(violations.sort(byText)).to.deep.equal(oneShot.violations.map(pickViolation).sort(byText));
  });
});
