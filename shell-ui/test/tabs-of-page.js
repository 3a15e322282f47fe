// Runs in the page. Answers the keys of its tabs; with a number it chooses that one.
(chosen) => {
  const find = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.localName === 'dw-tabs' && element.checkVisibility()) return element;
      const within = element.shadowRoot && find(element.shadowRoot);
      if (within) return within;
    }
    return null;
  };
  const found = find(document);
  if (found !== null && chosen !== null) found.shadowRoot.querySelectorAll('[role="tab"]')[chosen].click();
  return found === null ? [] : found.tabs.map(({ key }) => key);
};
