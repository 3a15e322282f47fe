import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CommandIo } from '@datawave/plugin-sdk';
import { CONFORMANCE_PATH } from '@datawave/plugin-sdk/packaging';
import { parseOptions, UsageError } from '../../cli-command.ts';
import { formatTable } from '../../format-table.ts';
import type { PluginAction } from './action.ts';
import { asksOf, describePackage, formatAsks } from './package-report.ts';
import { replaceFile } from './replace-file.ts';

const usage = `Usage: datawave plugin pack [DIR] [--out DIR] [--no-test] [--json]

Makes one file of a plugin that you write, with everything in it that it needs: its code and dependencies as one module, its web components, the
licences of what was bundled, the report of its conformance kit and a list of all files with their hashes, which is what "datawave plugin sign"
signs. The same sources and dependencies give the same bytes. DIR is the working folder unless given; the file is put there, or into --out.

First runs the plugin's tests, as "datawave plugin test" does; --no-test leaves them and the report out. Refused are what no platform takes:
scripts that run at installation, native addons, imports that cannot be bundled, files from outside the folder, links, secrets, dependencies
without a licence, and code that takes more than the manifest says.`;

/** `datawave plugin pack`. */
export const packAction: PluginAction = {
  name: 'pack',
  summary: 'Make one file of a plugin that you write',
  usage,
  async run(args, io) {
    const options = {
      out: { type: 'string' },
      'no-test': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    } as const;
    const { values, positionals } = parseOptions(args, options, usage);
    if (positionals.length > 1) throw new UsageError('"pack" takes one folder.', usage);
    const folder = resolve(io.cwd, positionals[0] ?? '.');
    const conformance = values['no-test'] ? null : await test(folder, values.json, io);
    const { packPlugin } = await import('../../../authoring/pack/pack-plugin.ts');
    const { checked, tarball, fileName } = await packPlugin(folder, conformance);
    const out = values.out === undefined ? folder : resolve(io.cwd, values.out);
    await mkdir(out, { recursive: true });
    const file = join(out, fileName);
    await replaceFile(file, tarball);
    const { name, version, sha256, integrity, size, unpackedSize, manifest } = checked;
    io.stdout.write(
      values.json
        ? `${JSON.stringify({ name, version, file, sha256, integrity, size, unpackedSize, files: checked.fileList?.files, asks: asksOf(manifest) }, null, 2)}\n`
        : `${formatTable(null, [...describePackage(checked), ['file', file]])}\n${formatAsks(asksOf(manifest))}`,
    );
    return 0;
  },
};

/** Runs the tests and answers the report that they wrote. */
async function test(folder: string, isQuiet: boolean, io: CommandIo): Promise<Uint8Array> {
  const { readSourcePackage } = await import('../../../authoring/pack/source-package.ts');
  // What cannot be packed anyway is not tested first.
  readSourcePackage(folder);
  const { testPlugin } = await import('../../../authoring/testing/test-plugin.ts');
  const isPassed = await testPlugin(folder, isQuiet ? { ...io, stdout: io.stderr } : io);
  if (!isPassed) {
    const { packFault } = await import('../../../authoring/pack/pack-fault.ts');
    throw packFault(
      'DW_PLUGIN_PACK_CONFORMANCE',
      'The plugin does not pass its tests, or none of them is a conformance kit.',
      'Mend what is named above; --no-test packs it without a report, which registries may refuse.',
      { where: folder },
    );
  }
  return await readFile(join(folder, CONFORMANCE_PATH));
}
