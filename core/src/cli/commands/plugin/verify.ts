import { type CommandIo, DataWaveError, printable, SDK_API_VERSION } from '@datawave/plugin-sdk';
import {
  type BuildOrigin,
  type CheckedPackage,
  CONFORMANCE_PATH,
  checkPackage,
  type NamedKey,
  verifyPackage,
} from '@datawave/plugin-sdk/packaging';
import { satisfies } from 'semver';
import { isObject } from '../../../validation/is-object.ts';
import { parseOptions, UsageError } from '../../cli-command.ts';
import { formatTable } from '../../format-table.ts';
import type { PluginAction } from './action.ts';
import { publicKeysOf } from './key-directory.ts';
import { asksOf, describePackage, formatAsks } from './package-report.ts';
import { verifyOrigin } from './read-attestation.ts';
import { readPackageFile } from './read-package-file.ts';

const usage = `Usage: datawave plugin verify FILE.tgz [--key NAME|FILE]... [--contents] [--json]
                              [--attestation BUNDLE --trusted-root FILE]

Reads a package of a plugin without running any of it, and says what was checked and what the plugin asks for. Ends with 1 and the reason where
something does not hold. It must be signed by one of the keys that are named, or by one of those in ~/.config/datawave/keys when none is; with
--contents the signatures are not asked for, and what is found says nothing of who made it. With
--attestation it must also be proven from what it was built: by a bundle of sigstore (or a registry's answer) and its trusted_root.json, without
a network.`;

/** What a verification found, for `--json`. */
interface VerificationReport {
  readonly valid: true;
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  readonly integrity: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly sdk: { readonly range: string; readonly fits: boolean };
  readonly listed: boolean;
  readonly signatures: readonly {
    readonly keyid: string;
    readonly name: string | null;
    readonly holds: boolean | null;
  }[];
  readonly conformance: Conformance | null;
  /** From what it was built; null where no attestation was named. */
  readonly provenance: BuildOrigin | null;
  readonly asks: ReturnType<typeof asksOf>;
}

interface Conformance {
  readonly passed: boolean;
  readonly kits: readonly string[];
}

/** `datawave plugin verify`. */
export const verifyAction: PluginAction = {
  name: 'verify',
  summary: 'Check a package of a plugin, and show what it asks for',
  usage,
  async run(args, io) {
    const options = {
      key: { type: 'string', multiple: true },
      contents: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      attestation: { type: 'string' },
      'trusted-root': { type: 'string' },
    } as const;
    const { values, positionals } = parseOptions(args, options, usage);
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0)
      throw new UsageError('"verify" takes the file of one package.', usage);
    if (values.contents && values.key !== undefined)
      throw new UsageError('--contents asks for no key; leave one of both out.', usage);
    const { attestation, 'trusted-root': trustedRoot } = values;
    if ((attestation === undefined) !== (trustedRoot === undefined))
      throw new UsageError('--attestation and --trusted-root go together.', usage);
    try {
      const { checked, report: found } = await verify(file, values.key ?? [], values.contents, io);
      const provenance =
        attestation === undefined || trustedRoot === undefined
          ? null
          : await verifyOrigin(checked, { attestation, trustedRoot }, io);
      const report = { ...found, provenance };
      io.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : format(checked, report));
      return 0;
    } catch (error) {
      if (!values.json || !DataWaveError.is(error)) throw error;
      const { code, message, hint = null } = error;
      io.stdout.write(`${JSON.stringify({ valid: false, code, message, hint }, null, 2)}\n`);
      return 1;
    }
  },
};

async function verify(
  file: string,
  named: readonly string[],
  contentsOnly: boolean,
  io: CommandIo,
): Promise<{ readonly checked: CheckedPackage; readonly report: Omit<VerificationReport, 'provenance'> }> {
  const checked = await checkPackage(await readPackageFile(file, io));
  if (contentsOnly) return { checked, report: reportOf(checked, [], []) };
  const keys = publicKeysOf(named, io);
  const held = verifyPackage(checked, new Map(keys.map(({ keyid, key }) => [keyid, key])));
  return { checked, report: reportOf(checked, keys, held) };
}

function reportOf(
  checked: CheckedPackage,
  keys: readonly NamedKey[],
  held: readonly string[],
): Omit<VerificationReport, 'provenance'> {
  const { name, version, sha256, integrity, size, unpackedSize, manifest } = checked;
  const range = checked.fileList?.sdk ?? manifest.apiVersion;
  return {
    valid: true,
    name,
    version,
    sha256,
    integrity,
    size,
    unpackedSize,
    sdk: { range, fits: satisfies(SDK_API_VERSION, range, { includePrerelease: true }) },
    listed: checked.fileList !== null,
    signatures: checked.signatures.map(({ keyid }) => ({
      keyid,
      name: keys.find((key) => key.keyid === keyid)?.name ?? null,
      // A signature by a key that is not here is neither true nor false.
      holds: held.includes(keyid) ? true : null,
    })),
    conformance: conformanceOf(checked),
    asks: asksOf(manifest),
  };
}

/** What the author's own run of the kits said; the registry runs them again. */
function conformanceOf({ files }: CheckedPackage): Conformance | null {
  const bytes = files.get(CONFORMANCE_PATH);
  if (bytes === undefined) return null;
  try {
    const report: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!isObject(report) || !Array.isArray(report['kits'])) return { passed: false, kits: [] };
    const kits = report['kits']
      .filter(isObject)
      .map((kit) => `${String(kit['kit'])} ${String(kit['version'])}`);
    return { passed: report['isPassed'] === true, kits };
  } catch {
    return { passed: false, kits: [] };
  }
}

const describeOrigin = ({ repository, commit, workflow, builder }: BuildOrigin): string =>
  `${repository ?? 'no repository is named'}${commit === null ? '' : `, commit ${commit}`}, by ${workflow ?? ''}, proven by ${builder ?? ''}`;

function format(checked: CheckedPackage, report: VerificationReport): string {
  const { sdk, listed, signatures, conformance, provenance } = report;
  const found = (what: string, how: string): readonly string[] => [`  ${what}`, how];
  const who = signatures
    .filter(({ holds }) => holds === true)
    .map(({ name, keyid }) => `${name ?? 'a known key'} (${keyid})`);
  const rows = [
    found('archive', 'plain files with plain names, within the limits'),
    found('package.json', 'a plugin; no scripts that npm runs, no dependencies, nothing native'),
    found('files', listed ? 'every one as listed when it was packed' : 'there is no list of them'),
    found('signature', who.length > 0 ? `holds: ${who.join(', ')}` : 'not asked for'),
    ...(provenance === null ? [] : [found('built from', describeOrigin(provenance))]),
    found('SDK', `${sdk.range} ${sdk.fits ? 'takes' : 'does not take'} this platform's ${SDK_API_VERSION}`),
    found(
      'conformance',
      conformance === null
        ? 'the package has no report'
        : `${conformance.passed ? 'passed' : 'not passed'}, as its author ran it${conformance.kits.length > 0 ? `: ${conformance.kits.join(', ')}` : ''}`,
    ),
  ];
  return `${formatTable(null, describePackage(checked))}\nChecked\n${formatTable(
    null,
    rows.map((row) => row.map(printable)),
  )}\n${formatAsks(report.asks)}`;
}
