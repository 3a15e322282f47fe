import type { OpenApiDocument, Operation, Parameter } from './openapi.ts';
import { policyHash } from './security-headers.ts';

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dde3, #3a424c); --soft: light-dark(#f4f6f8, #1d2229); --text: light-dark(#1b2128, #e4e8ed); --quiet: light-dark(#5a6672, #9aa5b1); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: light-dark(#fff, #14181d); }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { margin: 2.5rem 0 .5rem; font-size: 1.15rem; } h3 { margin: 1rem 0 .25rem; font-size: .9rem; color: var(--quiet); }
a { color: light-dark(#0b5cad, #7cb8f5); } nav { display: flex; flex-wrap: wrap; gap: .25rem .75rem; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .4rem 0; } details[open] { background: var(--soft); }
summary { padding: .5rem .75rem; cursor: pointer; display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap; }
.body { padding: 0 .9rem .9rem; }
code, pre { font: 13px/1.5 ui-monospace, monospace; } pre { overflow-x: auto; padding: .6rem; border: 1px solid var(--line); border-radius: 6px; margin: .25rem 0; }
.method { font: 600 12px/1.5 ui-monospace, monospace; min-width: 4.2rem; text-align: center; border-radius: 4px; padding: .1rem .4rem; border: 1px solid currentColor; }
.GET { color: light-dark(#0b5cad, #7cb8f5); } .POST { color: light-dark(#1a6f37, #7ed197); } .PUT, .PATCH { color: light-dark(#8a5a00, #e3b65c); } .DELETE { color: light-dark(#a8241b, #f0958e); }
.quiet { color: var(--quiet); } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-top: 1px solid var(--line); }
`;

const POLICY = `default-src 'none'; style-src ${policyHash(STYLE)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The API as a page to read: one document without a script, so that its policy allows none. */
export function renderDocsPage(document: OpenApiDocument): {
  readonly html: string;
  readonly policy: string;
} {
  const byTag = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags[0] ?? 'other';
      const list = byTag.get(tag) ?? [];
      list.push(renderOperation(method.toUpperCase(), `${document.servers[0]?.url ?? ''}${path}`, operation));
      byTag.set(tag, list);
    }
  }
  const tags = [...byTag.keys()].sort();
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(document.info.title)}: API</title><style>${STYLE}</style></head>
<body><main>
<h1>${escapeHtml(document.info.title)} <span class="quiet">${escapeHtml(document.info.version)}</span></h1>
<p class="quiet">The same as a document: <a href="/openapi.json">openapi.json</a>. Errors are <code>application/problem+json</code> with a stable <code>code</code>; lists take <code>limit</code> and <code>cursor</code> and answer <code>items</code> and <code>nextCursor</code>.</p>
<nav aria-label="Resources">${tags.map((tag) => `<a href="#${escapeHtml(tag)}">${escapeHtml(tag)}</a>`).join('')}</nav>
${tags.map((tag) => `<section><h2 id="${escapeHtml(tag)}">${escapeHtml(tag)}</h2>${(byTag.get(tag) ?? []).join('')}</section>`).join('\n')}
</main></body></html>
`;
  return { html, policy: POLICY };
}

function renderOperation(method: string, path: string, operation: Operation): string {
  const [body] = Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema);
  return `<details id="${escapeHtml(operation.operationId)}"><summary><span class="method ${method}">${method}</span><code>${escapeHtml(path)}</code><span class="quiet">${escapeHtml(operation.summary)}</span></summary><div class="body">
${operation.description === undefined ? '' : `<p>${escapeHtml(operation.description)}</p>`}
<p class="quiet">${sayPermission(operation['x-permission'])} Served by ${escapeHtml(operation['x-plugin'])}.</p>
${operation.parameters.length === 0 ? '' : `<h3>Parameters</h3><table><tbody>${operation.parameters.map(renderParameter).join('')}</tbody></table>`}
${body === undefined ? '' : `<h3>Body</h3>${renderSchema(body)}`}
<h3>Answers</h3><table><tbody>${Object.entries(operation.responses).map(renderResponse).join('')}</tbody></table>
</div></details>`;
}

function renderParameter(parameter: Parameter): string {
  const { type, enum: values, default: preset } = parameter.schema;
  const kind = Array.isArray(values) ? values.map(String).join(' | ') : String(type ?? 'any');
  return `<tr><td><code>${escapeHtml(parameter.name)}</code></td><td class="quiet">${parameter.in}${parameter.required ? ', required' : ''}</td><td><code>${escapeHtml(kind)}</code>${preset === undefined ? '' : ` <span class="quiet">default ${escapeHtml(JSON.stringify(preset))}</span>`}</td><td>${escapeHtml(parameter.description ?? '')}</td></tr>`;
}

function renderResponse([status, response]: readonly [string, unknown]): string {
  const description = field(response, 'description');
  const content = field(response, 'content');
  const json = field(content, 'application/json');
  const schema = field(json, 'schema');
  return `<tr><td><code>${escapeHtml(status)}</code></td><td>${escapeHtml(String(description ?? ''))}${schema === undefined ? '' : renderSchema(schema)}</td></tr>`;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

const renderSchema = (schema: unknown): string => `<pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre>`;

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function sayPermission(permission: string): string {
  if (permission === 'public') return 'Open to everybody.';
  if (permission === 'signed-in') return 'Open to everybody who is signed in.';
  return `Needs the permission <code>${escapeHtml(permission)}</code>.`;
}
