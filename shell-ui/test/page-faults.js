// Runs in the page. Answers what is wrong with how it is built: no title, not one first heading, texts that are cut off without an ellipsis
// or wider than the control they stand on, and a chosen tab that is out of sight.
(() => {
  const found = [];
  const headings = [];
  const within = (element) =>
    `<${element.localName} class="${element.className}"> ${element.textContent.trim().slice(0, 60)}`;
  const textOf = (element) =>
    [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.data.trim())
      .join(' ')
      .trim();
  const look = (element) => {
    if (element.localName === 'h1') headings.push(element.textContent.trim());
    if (element.matches('[role="tab"][aria-selected="true"]')) {
      const [tab, list] = [element.getBoundingClientRect(), element.parentElement.getBoundingClientRect()];
      if (tab.left < list.left - 1 || tab.right > list.right + 1)
        found.push(`the chosen tab is out of sight: ${within(element)}`);
    }
    if (element.clientWidth <= 1 || element.scrollWidth <= element.clientWidth + 1 || textOf(element) === '')
      return;
    const style = getComputedStyle(element);
    const isCut = style.overflowX === 'hidden' || style.overflowX === 'clip';
    if (isCut && style.textOverflow !== 'ellipsis') found.push(`text is cut off: ${within(element)}`);
    if (!isCut && ['button', 'a'].includes(element.localName) && style.display !== 'inline')
      found.push(`text is wider than its control: ${within(element)}`);
  };
  const walk = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) walk(element.shadowRoot);
      if (element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) look(element);
    }
  };
  walk(document);
  if (!/^.+ · DataWave$/su.test(document.title)) found.push(`the title is "${document.title}"`);
  if (headings.length !== 1)
    found.push(`there are ${headings.length} first headings: ${headings.join(', ')}`);
  return found;
})();
