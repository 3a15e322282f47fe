// Runs in the page. Resolves once the page has a heading and nothing on it says that it is loading, in two frames in succession; with what
// is missing after a minute.
(async () => {
  const shown = (root, selector) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.matches(selector) && element.checkVisibility({ visibilityProperty: true })) return true;
      if (element.shadowRoot && shown(element.shadowRoot, selector)) return true;
    }
    return false;
  };
  const until = performance.now() + 60_000;
  let missing = '';
  for (let quiet = 0; quiet < 2; ) {
    // Two frames: what a change brings is drawn in the first, and measured by what draws itself in the second.
    for (let frames = 0; frames < 2; frames += 1) await new Promise((done) => requestAnimationFrame(done));
    missing = shown(document, 'h1')
      ? shown(document, 'dw-loading')
        ? 'it loads on and on'
        : ''
      : 'it shows no heading';
    quiet = missing === '' ? quiet + 1 : 0;
    if (performance.now() > until) return missing;
  }
  return '';
})();
