import { expect } from 'chai';
import { checkLayers } from './layer-rule.ts';

interface Case {
  readonly file: string;
  readonly source: string;
  /** The lines that break the rule. */
  readonly lines: readonly number[];
}

const cases: Readonly<Record<string, Case>> = {
  'a plugin may import plugin-sdk': {
    file: 'plugins/catalog/src/index.ts',
    source: "import { definePlugin } from '@datawave/plugin-sdk';\nimport './assets.ts';",
    lines: [],
  },
  'a plugin may not import core, not even a type': {
    file: 'plugins/catalog/src/index.ts',
    source: "import { a } from 'node:fs';\nimport type {\n  Kernel,\n} from '@datawave/core';",
    lines: [4],
  },
  'a plugin may not import another by name, by path or lazily': {
    file: 'plugins/catalog/src/index.ts',
    source: [
      "export * from '@datawave/plugin-scans';",
      "import '../../scans/src/index.ts';",
      "const scans = await import('@datawave/plugin-scans');",
      "type Scans = import('@datawave/plugin-scans').Scans;",
    ].join('\n'),
    lines: [1, 2, 3, 4],
  },
  'a plugin may import itself': {
    file: 'plugins/catalog/src/index.ts',
    source: "import '@datawave/plugin-catalog/entities';",
    lines: [],
  },
  'a test may import core': {
    file: 'plugins/catalog/test/catalog.test.ts',
    source: "import { sharedServers } from '@datawave/core/test-servers';",
    lines: [],
  },
  'a fault suite may look at the whole house': {
    file: 'core/faults/node-program.ts',
    source: "import '@datawave/plugin-scans';\nimport '../../plugins/scans/src/index.ts';",
    lines: [],
  },
  'a plugin may not carry the test kernel into production': {
    file: 'plugins/catalog/src/index.ts',
    source: "import { createTestKernel } from '@datawave/plugin-sdk/testing';",
    lines: [1],
  },
  'plugin-sdk imports nothing of ours': {
    file: 'plugin-sdk/src/plugin.ts',
    source: "import '@datawave/core';\nimport '../../core/src/index.ts';\nimport './refs.ts';",
    lines: [1, 2],
  },
  'plugin-sdk/testing may load core': {
    file: 'plugin-sdk/src/testing/kernel.ts',
    source: "const core = await import('@datawave/core');",
    lines: [],
  },
  'core may not know a plugin': {
    file: 'core/src/kernel.ts',
    source: "import '@datawave/plugin-sdk';\nimport '@datawave/plugin-catalog';",
    lines: [2],
  },
  'the shell may not know core': {
    file: 'shell-ui/src/shell.ts',
    source: "import '@datawave/plugin-sdk/ui';\nimport { Kernel } from '@datawave/core';",
    lines: [2],
  },
  'a comment is not an import': {
    file: 'core/src/kernel.ts',
    source:
      "// import '@datawave/plugin-catalog';\n/**\n * import { a } from '@datawave/plugin-catalog';\n */",
    lines: [],
  },
  'a plugin may not pass by the session of its workspace': {
    file: 'plugins/catalog/src/assets.ts',
    source:
      "em.getConnection().execute('x');\nem.getKysely();\nawait em.execute(`select set_config('a', 'b')`);",
    lines: [1, 2, 3],
  },
  'the registry is a plugin: it may neither import core nor pass by the session': {
    file: 'registry/src/index.ts',
    source: "import '@datawave/plugin-sdk';\nimport '@datawave/core';\nem.getKysely();",
    lines: [2, 3],
  },
  'core may look beneath the session': {
    file: 'core/src/storage/orm.ts',
    source: 'orm.driver.getConnection().getClient();',
    lines: [],
  },
};

describe('the layer rule', () => {
  for (const [title, { file, source, lines }] of Object.entries(cases)) {
    it(`says that ${title}`, () => {
      expect(checkLayers(file, source).map((violation) => violation.line)).to.deep.equal(lines);
    });
  }

  it('names the file, the line, what is wrong and why', () => {
    expect(checkLayers('plugins/a/src/b.ts', "import '@datawave/core';")).to.deep.equal([
      {
        file: 'plugins/a/src/b.ts',
        line: 1,
        what: 'imports @datawave/core',
        why: 'a plugin imports @datawave/plugin-sdk and nothing else of ours; what two plugins share is a contract in plugin-sdk/src/governance',
      },
    ]);
  });
});
