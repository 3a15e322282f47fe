// Runs in the page. Answers all texts that it shows or reads out, in shadow trees as well, and with `true` all attributes besides.
(isAll) => {
  const SPOKEN = ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'];
  const parts = [document.title];
  const walk = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (['STYLE', 'SCRIPT'].includes(element.tagName)) continue;
      if (element.shadowRoot) walk(element.shadowRoot);
      if (isAll) for (const { value } of element.attributes) parts.push(value);
      else if (element.checkVisibility())
        for (const name of SPOKEN) parts.push(element.getAttribute(name) ?? '');
      if (isAll || element.checkVisibility({ visibilityProperty: true }))
        for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) parts.push(node.data);
      if (['INPUT', 'TEXTAREA'].includes(element.tagName)) parts.push(element.value);
    }
  };
  walk(document);
  return parts.map((text) => text.trim().replace(/\s+/g, ' ')).filter((text) => text !== '');
};
