// Runs in the page. Answers what is wrong with it, one sentence each: contrast, headings, landmarks, ids, target sizes,
// and whether it scrolls sideways. Names of controls are checked from outside, by the browser's accessibility tree.
(() => {
  const faults = [];
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  canvas.canvas.width = 1;
  canvas.canvas.height = 1;

  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, below) =>
    [0, 1, 2].map((index) => top[index] * top[3] + below[index] * (1 - top[3])).concat(1);
  const luminance = (color) => {
    const [red, green, blue] = color.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const parentOf = (element) =>
    element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
  const backgroundOf = (element) => {
    const layers = [];
    for (let place = element; place !== null; place = parentOf(place)) {
      const color = rgba(getComputedStyle(place).backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const opacityOf = (element) => {
    let opacity = 1;
    for (let place = element; place !== null; place = parentOf(place))
      opacity *= Number(getComputedStyle(place).opacity);
    return opacity;
  };
  const isVisible = (element) =>
    element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
    element.getClientRects().length > 0;
  const isHiddenText = (element) => {
    for (let place = element; place !== null; place = parentOf(place)) {
      if (place.classList?.contains('visually-hidden') || place.classList?.contains('skip')) return true;
    }
    return false;
  };
  const isDisabled = (element) => {
    for (let place = element; place !== null; place = parentOf(place))
      if (place.matches?.('[disabled], [aria-disabled="true"]')) return true;
    return false;
  };
  const nameOf = (element) =>
    `<${element.localName}${element.id ? `#${element.id}` : ''}> "${(element.textContent ?? '').trim().slice(0, 40)}"`;

  const all = [];
  const walk = (root) => {
    const ids = new Map();
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.id) ids.set(element.id, (ids.get(element.id) ?? 0) + 1);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
    for (const [id, times] of ids)
      if (times > 1) faults.push(`The id "${id}" stands ${times} times in one tree.`);
    for (const element of root.querySelectorAll('[aria-labelledby], [aria-describedby], [aria-controls]')) {
      for (const attribute of ['aria-labelledby', 'aria-describedby', 'aria-controls']) {
        for (const id of (element.getAttribute(attribute) ?? '').split(/\s+/)) {
          if (id !== '' && !ids.has(id))
            faults.push(`${nameOf(element)} refers by ${attribute} to "${id}", which is not there.`);
        }
      }
    }
  };
  walk(document);

  const flat = [];
  const flatten = (node) => {
    if (node instanceof Element) {
      flat.push(node);
      if (node.shadowRoot) return [...node.shadowRoot.children].forEach(flatten);
      if (node.localName === 'slot' && node.assignedElements().length > 0)
        return node.assignedElements().forEach(flatten);
    }
    [...node.children].forEach(flatten);
  };
  flatten(document.body);

  for (const element of all) {
    const text = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '',
    );
    if (
      !text ||
      /^(style|script|option|noscript)$/.test(element.localName) ||
      !isVisible(element) ||
      isHiddenText(element) ||
      isDisabled(element)
    )
      continue;
    const style = getComputedStyle(element);
    const background = backgroundOf(element);
    const color = rgba(style.color);
    color[3] *= opacityOf(element);
    const ratio = contrast(over(color, background), background);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5) - 0.005)
      faults.push(`${nameOf(element)} has a contrast of ${ratio.toFixed(2)}.`);
  }

  for (const element of all) {
    if (
      !element.matches(
        'button, select, summary, textarea, input:not([type=checkbox], [type=radio], [type=hidden], [hidden])',
      ) ||
      !isVisible(element) ||
      isHiddenText(element)
    )
      continue;
    const { width, height } = element.getBoundingClientRect();
    if (width < 24 || height < 24)
      faults.push(
        `${nameOf(element)} is a target of ${Math.round(width)} by ${Math.round(height)} px; 24 by 24 are needed.`,
      );
  }

  const headings = flat.filter((element) => /^h[1-6]$/.test(element.localName) && isVisible(element));
  const first = headings.filter((element) => element.localName === 'h1').length;
  if (first !== 1) faults.push(`There are ${first} first-level headings.`);
  let level = 0;
  for (const heading of headings) {
    const next = Number(heading.localName.slice(1));
    if (next > level + 1)
      faults.push(`The heading "${heading.textContent.trim()}" skips from level ${level} to ${next}.`);
    level = next;
  }
  const mains = flat.filter((element) => element.matches('main, [role=main]') && isVisible(element)).length;
  if (mains !== 1) faults.push(`There are ${mains} main landmarks.`);
  if (!document.documentElement.lang) faults.push('The language of the page is not said.');
  for (const image of all.filter((element) => element.localName === 'img' && !element.hasAttribute('alt')))
    faults.push(`${nameOf(image)} has no alt text.`);
  const { scrollWidth } = document.scrollingElement;
  if (scrollWidth > innerWidth) {
    const widest = all
      .filter((element) => isVisible(element) && element.getBoundingClientRect().right > innerWidth + 1)
      .at(-1);
    faults.push(
      `The page scrolls sideways: ${scrollWidth} px in ${innerWidth} px${widest ? `, because of ${nameOf(widest)}` : ''}.`,
    );
  }
  return faults;
})();
