// Runs in the page. Puts the focus before what the page shows, notes what there is to reach there by Tab and how it looks, and from then
// on what was reached.
(() => {
  const TABBABLE =
    'a[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable="true"]';
  const above = (node) => node.parentNode ?? node.host ?? null;
  const isVisible = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  /** Nobody is to reach it by Tab: cells of a grid are walked by the arrows, and what is in them has no station of its own. */
  const isOff = (element) => {
    for (let node = element; node !== null; node = above(node))
      if (
        node instanceof Element &&
        (node.inert ||
          node.ariaHidden === 'true' ||
          (node.getAttribute('tabindex') === '-1' && node !== main))
      )
        return true;
    return false;
  };
  const modal = (root) => {
    for (const element of root.querySelectorAll('*')) {
      const within = element.matches(':modal') ? element : element.shadowRoot && modal(element.shadowRoot);
      if (within) return within;
    }
    return null;
  };
  const isModal = modal(document) !== null;
  // Behind an open dialog nothing is reached, as it should be.
  const main = modal(document) ?? document.querySelector('dw-shell').shadowRoot.querySelector('main');
  const expected = new Set();
  const radios = new Map();
  const note = (element) => {
    if (!element.matches(TABBABLE) || element.matches(':disabled') || element.tabIndex < 0) return;
    if (!isVisible(element) || isOff(element) || element.shadowRoot?.delegatesFocus) return;
    if (element.localName === 'summary' && element.parentElement?.localName !== 'details') return;
    if (element.type !== 'radio') return void expected.add(element);
    // One of a group is reached by Tab, the others by the arrows.
    const groups = radios.get(element.getRootNode()) ?? new Map();
    radios.set(element.getRootNode(), groups);
    if (element.checked || !groups.has(element.name)) groups.set(element.name, element);
  };
  const walk = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.localName === 'slot')
        for (const assigned of element.assignedElements())
          if (assigned.getRootNode() === main.getRootNode()) note(assigned);
      note(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(main);
  for (const groups of radios.values()) for (const radio of groups.values()) expected.add(radio);
  /** The element, what is around it, beside it and in it: a ring may be drawn on any of them. */
  const around = (element) => {
    const list = [element, ...element.children];
    let node = element;
    for (let steps = 0; steps < 4 && node; steps += 1) {
      node = node.parentNode instanceof ShadowRoot ? node.parentNode.host : node.parentElement;
      if (node) list.push(node);
    }
    return list.concat(element.nextElementSibling ?? []);
  };
  const PARTS = [
    'outlineStyle',
    'outlineColor',
    'outlineWidth',
    'boxShadow',
    'borderColor',
    'backgroundColor',
    'opacity',
    'clipPath',
  ];
  const looks = (element) =>
    around(element)
      .map((one) => {
        const [style, after] = [getComputedStyle(one), getComputedStyle(one, '::after')];
        return [...PARTS.map((part) => style[part]), after.outlineStyle, after.boxShadow].join();
      })
      .join(';');
  if (!isModal) main.focus();
  const before = new Map([...expected].map((element) => [element, looks(element)]));
  const reached = new Set();
  const seen = new Set();
  let isOut = false;
  // A key that is let go is told to what has the focus then, across all shadow trees.
  const listener = (event) => {
    const [element] = event.composedPath();
    let node = element;
    while (node !== null && node !== main) node = above(node);
    isOut ||= node !== main;
    reached.add(element);
    if (before.get(element) !== looks(element) && isVisible(element)) seen.add(element);
  };
  addEventListener('keyup', listener, true);
  const name = (element) =>
    `<${element.localName} id="${element.id}"> ${[
      element.getAttribute('aria-label'),
      element.textContent,
      element.getRootNode().host?.textContent,
    ]
      .map((text) => (text ?? '').trim().replace(/\s+/g, ' ').slice(0, 50))
      .find((text) => text !== '')} in <${element.getRootNode().host?.localName}>`;
  window.dwWalk = {
    isOut: () => isOut,
    end: () => {
      removeEventListener('keyup', listener, true);
      const missed = [...expected].filter(
        (element) =>
          !reached.has(element) &&
          element.isConnected &&
          isVisible(element) &&
          !element.matches(':disabled') &&
          element.tabIndex >= 0,
      );
      return [
        ...(isOut || isModal ? [] : ['Tab does not lead out of the page']),
        ...missed.map((element) => `not reached by Tab: ${name(element)}`),
        ...[...expected]
          .filter((element) => reached.has(element) && !seen.has(element))
          .map((element) => `does not look as if it had the focus: ${name(element)}`),
      ];
    },
  };
  return expected.size;
})();
