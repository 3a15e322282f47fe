// Runs in the page. Answers whether it scrolls sideways, and because of which element.
(() => {
  const { scrollWidth } = document.scrollingElement;
  if (scrollWidth <= innerWidth) return [];
  const all = [];
  const walk = (root) => {
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const widest = all.filter((element) => element.getBoundingClientRect().right > innerWidth + 1).at(-1);
  const name = widest === undefined ? '' : `, because of <${widest.localName} class="${widest.className}">`;
  return [`The page scrolls sideways: ${scrollWidth} px in ${innerWidth} px${name}.`];
})();
