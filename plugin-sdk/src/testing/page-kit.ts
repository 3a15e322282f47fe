import { deepStrictEqual, fail, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginManifest } from '../manifest.ts';
import { conformanceSuite } from './conformance-suite.ts';
import { createTestKernel, type TestPlugin } from './create-test-kernel.ts';
import { placesOf, textsOf } from './page-texts.ts';

/** What {@link pageConformance} tests. @public */
export interface PageConformanceOptions {
  /** Folder of the package. */
  readonly directory: string;
  /** Settings without which the plugin does not start. */
  readonly config?: unknown;
  /** Plugins that yours requires. */
  readonly plugins?: readonly TestPlugin[];
}

const NOBODY = { id: 'user:nobody', kind: 'user', displayName: 'Nobody', roles: [] } as const;

/**
 * Registers mocha tests that hold a plugin's pages to what the shell expects of them: elements that are defined under the plugin's own name,
 * permissions that are declared and asked for, words in English and German, and nothing left behind when the plugin is disabled.
 *
 * @example
 * ```ts
 * pageConformance({ directory: join(import.meta.dirname, '..') });
 * ```
 * @public
 */
export function pageConformance({ directory, config, plugins = [] }: PageConformanceOptions): void {
  const manifest = readManifest(directory);
  const { id, contributes = {} } = manifest;
  const pages = contributes.pages ?? [];
  const elements = [...pages, ...(contributes.slots ?? [])].map(({ element }) => element);
  const ui = sources(join(directory, 'ui'));
  const own: TestPlugin = { directory, ...(config === undefined ? {} : { config }) };
  const start = () => createTestKernel({ plugins: [...plugins, own], http: 'always' });

  conformanceSuite({ kit: 'page', version: 1, subject: id }, `pages of ${id}`, () => {
    it('names a module that defines every element, each under its own name', () => {
      ok(pages.length > 0, 'the manifest names a page under contributes.pages');
      const module = contributes.ui ?? fail('the manifest names its module under contributes.ui');
      ok(existsSync(join(directory, module)), `${module} is there`);
      for (const element of elements) {
        ok(element.startsWith(`${id}-`), `<${element}> begins with "${id}-", or the shell refuses it`);
        ok(
          ui.some(({ text }) => text.includes(`'${element}'`) || text.includes(`"${element}"`)),
          `<${element}> is defined somewhere in ui/`,
        );
      }
    });

    it('asks for permissions that the manifest declares', () => {
      const declared = new Set((manifest.permissions ?? []).map((permission) => permission.id));
      for (const { path, permission } of pages)
        ok(
          permission === 'signed-in' || permission === 'public' || declared.has(permission),
          `the page ${path} asks for ${permission}, which stands under "permissions"`,
        );
      strictEqual(
        new Set(pages.map(({ path }) => path)).size,
        pages.length,
        'each page has a path of its own',
      );
    });

    it('says every word in German, too, with the same places', () => {
      const file =
        contributes.locales?.['de'] ?? fail('the manifest names its German under contributes.locales.de');
      const german = JSON.parse(readFileSync(join(directory, file), 'utf8')) as Readonly<
        Record<string, string>
      >;
      const titles = [...pages, ...(manifest.permissions ?? [])].map(({ title }) => title);
      const wanted = new Set([...titles, ...ui.flatMap(({ text }) => textsOf(text))]);
      const missing = [...wanted].filter((text) => german[text] === undefined);
      deepStrictEqual(missing, [], `${file} has every text that is shown`);
      for (const text of wanted)
        deepStrictEqual(
          placesOf(german[text] ?? ''),
          placesOf(text),
          `the German of "${text}" has its places`,
        );
    });

    it('keeps to what the shell allows: no inline styles, no colours of its own, nothing left or right', () => {
      for (const { name, text } of ui) {
        ok(
          !/\sstyle=["$]/.test(text),
          `${name} has no style attribute: the content security policy forbids it`,
        );
        ok(!/#[0-9a-f]{6}\b|\brgba?\(/i.test(text), `${name} takes its colours from the tokens`);
        ok(
          !/\b(?:margin|padding|border)-(?:left|right)\b/.test(text),
          `${name} names inline-start and inline-end`,
        );
        ok(
          !/@font-face|https?:\/\/[^'"`]*\.(?:js|css|woff2?)\b/.test(text),
          `${name} loads nothing from elsewhere`,
        );
      }
    });

    it('is offered by the platform and serves its German', async () => {
      await using test = await start();
      strictEqual(test.plugin(id).state, 'active', test.plugin(id).reason ?? undefined);
      const { body } = await test.request('GET', '/api/v1/ui/manifest');
      const offered = (
        body as { readonly plugins: readonly { readonly id: string; readonly pages: readonly unknown[] }[] }
      ).plugins;
      strictEqual(offered.find((plugin) => plugin.id === id)?.pages.length, pages.length);
      strictEqual((await test.request('GET', '/api/v1/ui/messages/de')).status, 200);
    });

    it('answers nobody who is not signed in or lacks the permission', async () => {
      await using test = await start();
      const paths = await listsOf(test, manifest);
      for (const path of paths) {
        ok((await test.request('GET', path)).status < 500, `${path} answers the administrator`);
        strictEqual((await test.request('GET', path, { as: null })).status, 401, `${path} asks who is there`);
        const { status } = await test.request('GET', path, { as: NOBODY });
        ok([403, 404].includes(status), `${path} asks for a permission; it answered ${status}`);
      }
    });

    it('leaves nothing behind when it is disabled, and comes back', async () => {
      await using test = await start();
      const count = (): number =>
        test.kernel.uiManifest().plugins.filter((plugin) => plugin.id === id).length;
      await test.kernel.disable(id);
      strictEqual(count(), 0, 'its pages are gone');
      for (const resource of manifest.resources ?? [])
        strictEqual(
          (await test.request('GET', `/api/v1/${resource}`)).status,
          404,
          `/api/v1/${resource} is gone`,
        );
      strictEqual((await test.kernel.enable(id)).state, 'active');
      strictEqual(count(), 1, 'its pages are back');
    });
  });
}

/** Paths of the plugin's own resources that are read without parameters. */
async function listsOf(
  test: { request(method: string, path: string): Promise<{ readonly body: unknown }> },
  { resources = [] }: PluginManifest,
): Promise<readonly string[]> {
  const { body } = await test.request('GET', '/openapi.json');
  const paths = (
    body as {
      readonly paths: Readonly<Record<string, { readonly get?: { readonly security?: readonly unknown[] } }>>;
    }
  ).paths;
  return Object.entries(paths)
    .filter(([path, { get }]) => get !== undefined && get.security?.length !== 0 && !path.includes('{'))
    .map(([path]) => (path.startsWith('/api/v1') ? path : `/api/v1${path}`))
    .filter((path) =>
      resources.some((resource) => path === `/api/v1/${resource}` || path.startsWith(`/api/v1/${resource}/`)),
    );
}

function readManifest(directory: string): PluginManifest {
  const { datawave } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    readonly datawave?: PluginManifest;
  };
  if (datawave === undefined)
    throw new TypeError(`${directory}/package.json has no manifest under "datawave"`);
  return datawave;
}

function sources(directory: string): readonly { readonly name: string; readonly text: string }[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name) && !/\.(?:d|test)\.[jt]s$/.test(name))
    .map((name) => ({ name: `ui/${name}`, text: readFileSync(join(directory, name), 'utf8') }));
}
