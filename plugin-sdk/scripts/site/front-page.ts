import { codeBlock } from './highlight.ts';
import { escapeHtml } from './html.ts';
import { type IconName, icon, type SitePage } from './layout.ts';
import type { Gathered } from './reference-pages.ts';

const KINDS: readonly (readonly [icon: IconName, title: string, text: string, path: string])[] = [
  [
    'fingerprint',
    'Classifier',
    'Recognise what your columns hold: rules with weights, checksums and honest chances.',
    'tutorials/classifier.html',
  ],
  [
    'plug',
    'Connector',
    'Open a new kind of source: discover, sample and read it in bounded batches.',
    'tutorials/connector.html',
  ],
  [
    'scale',
    'Framework',
    'Turn a law or a policy of yours into controls that are checked by facts.',
    'tutorials/framework.html',
  ],
  [
    'bell',
    'Channel',
    'Tell people where they are, from the platform’s own events, once each.',
    'tutorials/channel.html',
  ],
  [
    'workflow',
    'Workflow step',
    'Do one thing within a workflow: plain data in, plain data out. Still alpha.',
    'tutorials/step.html',
  ],
  [
    'layers',
    'Page',
    'Bring pages and cards to the shell, in its own elements, light and dark.',
    'tutorials/page.html',
  ],
];

const SAMPLE = `export default definePlugin()({
  setup({ extensions }) {
    const badge = defineClassifier({
      info: { id: 'badge', title: 'Staff badges', … },
      rules: [{
        infoType: 'PERSON_ID',
        names: [{ phrases: ['badge'], weight: 4 }],
        values: [{
          says: 'have the check digit of a badge',
          matches: /^[A-Z]{2}-\\d{4}-\\d$/,
          validate: hasCheckDigit,
          chance: 0.0001,
        }],
      }],
    });
    extensions.contribute(classifierPoint, 'badge', badge);
    return {};
  },
});`;

const FLOW = ['source', 'connector', 'sample', 'classifiers', 'verdicts', 'catalog', 'frameworks', 'people'];

/** The page that greets. */
export function makeFrontPage(
  { refs, slots, codes, plugins, api }: Gathered,
  counts: { readonly names: number },
): SitePage {
  const count = (kind: string): number => refs.filter((ref) => ref.kind === kind).length;
  const tiles: readonly (readonly [number, string, string])[] = [
    [count('service'), 'services', 'reference/services.html'],
    [count('hook'), 'hooks', 'reference/hooks.html'],
    [count('extension-point'), 'extension points', 'reference/extension-points.html'],
    [slots.length, 'slots', 'reference/slots.html'],
    [new Set(codes.map(({ code }) => code)).size, 'error codes', 'reference/errors.html'],
    [counts.names, 'names in the API', 'api/index.html'],
  ];
  const html = `<section class="hero"><div class="words"><h1>Write a plugin<br><em>this afternoon.</em></h1>
<p class="lede">DataWave is a small kernel and ${plugins.length} plugins, each made of nothing but this SDK. Yours has the same means: typed services, hooks and extension points, the shell’s own elements, a test kernel that is the real one, and kits that say when it is right.</p>
<p class="actions"><a class="button primary" href="tutorials/classifier.html">Begin with a classifier ${icon('arrow-right')}</a><a class="button" href="guides/concepts.html">How it all fits</a></p></div>
<div class="sample">${codeBlock(SAMPLE, 'ts', 'src/index.ts')}</div></section>
<section><h2 id="kinds">What will you build?</h2><ul class="cards">${KINDS.map(
    ([name, title, text, path]) =>
      `<li><a class="card" href="${path}"><span class="badge">${icon(name)}</span><strong>${title}</strong><span>${escapeHtml(text)}</span><small>Tutorial ${icon('arrow-right')}</small></a></li>`,
  ).join('')}</ul></section>
<section class="flow"><h2 id="flow">Where the data goes</h2><p>One direction, in bounded batches; each arrow is a contract that a plugin may stand on either side of. Raw values are never stored.</p><ol>${FLOW.map((step) => `<li>${step}</li>`).join('')}</ol></section>
<section><h2 id="reference">Gathered from the code</h2><p>Who provides what, who uses it, what each error means: these pages are made from the repository itself, so they do not grow old.</p><ul class="tiles">${tiles
    .map(([number, title, path]) => `<li><a href="${path}"><b>${number}</b><span>${title}</span></a></li>`)
    .join('')}</ul></section>
<section class="promises"><h2 id="promises">What the SDK promises</h2><ul><li>${icon('lock')}<strong>Semantic versions</strong><span>A public name goes only with a version that may break, and a test holds us to it.</span></li><li>${icon('history')}<strong>This version and the one before</strong><span>Plugins built against the previous SDK are kept as fixtures and must still load.</span></li><li>${icon('arrow-right')}<strong>Deprecations that lead on</strong><span>Each names what to use instead, since when, and tells a plugin once. ${api.deprecated.length === 0 ? 'None today.' : ''}</span></li><li>${icon('edit')}<strong>Codemods</strong><span>What a machine can follow in your sources, a command does.</span></li></ul><p class="actions"><a class="button" href="guides/versions.html">Versions and promises</a><a class="button" href="reference/codemods.html">Codemods</a></p></section>`;
  return {
    path: 'index.html',
    title: 'DataWave SDK',
    description: 'Documentation of the SDK for plugins of DataWave.',
    html,
    headings: [],
    isFront: true,
  };
}
