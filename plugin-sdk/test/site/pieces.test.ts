import { expect } from 'chai';
import { findBrokenLinks } from '../../scripts/site/check-links.ts';
import { highlight } from '../../scripts/site/highlight.ts';
import { relativeLink, slugOf } from '../../scripts/site/html.ts';
import { renderMarkdown } from '../../scripts/site/markdown.ts';

describe('what pages of the documentation are made of', () => {
  const html = (text: string): string => renderMarkdown(text, (href) => href).html;

  it('lets no markup through that Markdown does not make itself', () => {
    const hostile =
      'a <img src=x onerror=alert(1)> b\n\n<script>alert(1)</script>\n\n| <b>x</b> |\n|---|\n| <i onclick=y>z</i> |';
    expect(html(hostile)).not.to.match(/<(?:script|img|b|i)\b/);
    expect(html('`<a>` and [b](x.html "c")'))
      .to.contain('<code>&lt;a&gt;</code>')
      .and.to.contain('<a href="x.html">b</a>');
    for (const link of [
      '[a](javascript:alert(1))',
      '[a](JaVaScRiPt:alert(1))',
      '[a](data:text/html,x)',
      '![a](https://example.com/x.png)',
    ])
      expect(() => html(link), link).to.throw();
    expect(html('[a](x" onclick="y)')).not.to.contain('onclick="y');
  });

  it('gives headings the anchors that GitHub gives them, each once', () => {
    const { headings, title } = renderMarkdown(
      '# One\n\n## Values, `counts` & more\n\n## Same\n\n## Same',
      (href) => href,
    );
    expect(title).to.equal('One');
    expect(headings.map(({ id }) => id)).to.deep.equal(['values-counts--more', 'same', 'same-1']);
    expect(slugOf('Jobs and events')).to.equal('jobs-and-events');
  });

  it('shows a source file in the place of a paragraph that only links to it', () => {
    const rendered = renderMarkdown(
      '[src/a.ts](../a.ts)\n\nsee [a](../a.ts)',
      (href) => href,
      () => 'const a = 1;',
    ).html;
    expect(rendered)
      .to.contain('<figcaption>src/a.ts</figcaption>')
      .and.to.contain('<p>see <a href="../a.ts">a</a></p>');
  });

  it('marks the tokens of code and loses nothing of it', () => {
    const code = "const a = 'x < y'; // <b>\nexport function go(): Promise<void> { return `${a}`; }";
    const marked = highlight(code, 'ts');
    expect(marked)
      .to.contain('<span class="c-keyword">const</span>')
      .and.to.contain('<span class="c-comment">// &lt;b&gt;</span>');
    const plain = marked
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#39;', "'");
    expect(plain).to.equal(code);
    expect(highlight('a <b>', 'unknown')).to.equal('a &lt;b&gt;');
  });

  it('leads from page to page by relative links', () => {
    expect(relativeLink('index.html', 'guides/ui.html#slots')).to.equal('guides/ui.html#slots');
    expect(relativeLink('api/ui/grid.html', 'api/ui/chart.html')).to.equal('chart.html');
    expect(relativeLink('api/ui/grid.html', 'index.html')).to.equal('../../index.html');
    expect(relativeLink('guides/ui.html', 'guides/ui.html#slots')).to.equal('#slots');
  });

  it('finds links that lead nowhere, places that are not there, ids that stand twice, and what comes from elsewhere', () => {
    const files = new Map([
      [
        'index.html',
        '<a href="a/b.html#here">1</a><a href="a/none.html">2</a><a href="a/b.html#gone">3</a><script src="https://example.com/x.js"></script><a href="/root">4</a><a href="https://example.com/">5</a>',
      ],
      [
        'a/b.html',
        '<p id="here"></p><p id="twice"></p><p id="twice"></p><a href="../index.html">back</a><a href="#here">here</a>',
      ],
    ]);
    expect(findBrokenLinks(files)).to.deep.equal([
      'index.html: a/none.html is not there (a/none.html)',
      'index.html: a/b.html#gone has no such place',
      'index.html: https://example.com/x.js is on another server',
      'index.html: /root is not relative',
      'a/b.html: the id twice stands there twice',
    ]);
  });
});
