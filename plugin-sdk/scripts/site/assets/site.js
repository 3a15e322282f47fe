// What the pages do: the theme, the folded contents, the search, and buttons that copy code. No text becomes markup.
(() => {
  const root = document.body.dataset.root ?? '';
  const byId = (id) => document.getElementById(id);

  // Theme
  const theme = byId('theme');
  const showTheme = () =>
    theme.setAttribute('aria-pressed', String(document.documentElement.dataset.theme === 'dark'));
  showTheme();
  theme.addEventListener('click', () => {
    const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem('datawave-docs-theme', next);
    } catch {
      // Holds for this page then.
    }
    showTheme();
  });

  // Contents, where there is no room for them at the side
  const menu = byId('menu');
  const show = (isOpen) => {
    menu.setAttribute('aria-expanded', String(isOpen));
    document.body.classList.toggle('menu-open', isOpen);
  };
  menu.addEventListener('click', () => {
    const isOpen = menu.getAttribute('aria-expanded') !== 'true';
    show(isOpen);
    if (isOpen) byId('nav').querySelector('a').focus();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && document.body.classList.contains('menu-open')) {
      show(false);
      menu.focus();
    }
  });
  document.querySelector('.side [aria-current]')?.scrollIntoView({ block: 'center' });
  scrollTo(scrollX, location.hash === '' ? 0 : scrollY);

  // The place on the page
  const places = [...document.querySelectorAll('.contents a')];
  const marks = places.map((link) => byId(decodeURIComponent(link.hash.slice(1)))).filter(Boolean);
  const mark = () => {
    const at = marks.findLastIndex((heading) => heading.getBoundingClientRect().top < 120);
    places.forEach((link, index) => {
      if (index === Math.max(at, 0)) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    });
  };
  if (marks.length > 0) {
    addEventListener('scroll', mark, { passive: true });
    mark();
  }

  // Copying
  for (const block of document.querySelectorAll('figure.code')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(block.querySelector('code').textContent);
        button.textContent = 'Copied';
      } catch {
        getSelection().selectAllChildren(block.querySelector('code'));
        button.textContent = 'Selected';
      }
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 1500);
    });
    block.append(button);
  }

  // Search
  const field = byId('search-field');
  const list = byId('search-results');
  const status = byId('search-status');
  const entries = (globalThis.datawaveSearch ?? []).map((entry) => ({
    entry,
    low: entry[0].toLowerCase(),
    text: entry[3].toLowerCase(),
  }));
  const WEIGHTS = {
    page: 6,
    section: 3,
    service: 5,
    hook: 5,
    'extension point': 5,
    slot: 4,
    error: 2,
    plugin: 4,
  };
  let chosen = -1;

  const score = ({ entry, low, text }, words) => {
    let sum = WEIGHTS[entry[1]] ?? 3;
    for (const word of words) {
      const at = low.indexOf(word);
      if (at === 0) sum += low.length === word.length ? 60 : 30;
      else if (at > 0) sum += /[^a-z]/.test(low[at - 1]) || entry[0][at] !== low[at] ? 20 : 10;
      else if (text.includes(word)) sum += 4;
      else return 0;
    }
    return sum - low.length / 40;
  };

  const find = (query) => {
    const words = query
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) return [];
    return entries
      .map((one) => ({ entry: one.entry, score: score(one, words) }))
      .filter((one) => one.score > 0)
      .sort((left, right) => right.score - left.score)
      .slice(0, 14)
      .map(({ entry }) => entry);
  };

  const choose = (index) => {
    const options = [...list.children];
    chosen = options.length === 0 ? -1 : (index + options.length) % options.length;
    options.forEach((option, at) => {
      option.setAttribute('aria-selected', String(at === chosen));
    });
    if (chosen < 0) field.removeAttribute('aria-activedescendant');
    else {
      field.setAttribute('aria-activedescendant', options[chosen].id);
      options[chosen].scrollIntoView({ block: 'nearest' });
    }
  };

  const close = () => {
    list.hidden = true;
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
  };

  const part = (name, text) => {
    const element = document.createElement('span');
    element.className = name;
    element.textContent = text;
    return element;
  };

  const draw = () => {
    const found = find(field.value);
    list.replaceChildren(
      ...found.map(([title, kind, address, text], index) => {
        const option = document.createElement('a');
        option.href = root + address;
        option.id = `result-${index}`;
        option.tabIndex = -1;
        option.setAttribute('role', 'option');
        option.append(part('title', title), part('kind', kind), part('text', text));
        return option;
      }),
    );
    const isAsked = field.value.trim() !== '';
    list.hidden = found.length === 0;
    field.setAttribute('aria-expanded', String(found.length > 0));
    status.textContent = isAsked ? (found.length === 0 ? 'Nothing found.' : `${found.length} results.`) : '';
    status.classList.toggle('shown', isAsked && found.length === 0);
    choose(0);
    if (found.length === 0) close();
  };

  field.addEventListener('input', draw);
  field.addEventListener('focus', () => {
    if (field.value !== '') draw();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter') list.children[chosen]?.click();
    else if (event.key === 'Escape') {
      if (field.value === '') field.blur();
      field.value = '';
      draw();
      event.stopPropagation();
    }
  });
  document.addEventListener('focusin', (event) => {
    if (!byId('search').contains(event.target)) close();
  });
  document.addEventListener('pointerdown', (event) => {
    if (!byId('search').contains(event.target)) close();
  });
  list.addEventListener('click', () => close());
  document.addEventListener('keydown', (event) => {
    const isTyping = /^(?:input|textarea|select)$/i.test(document.activeElement?.tagName ?? '');
    const isAsked = event.key === '/' || (event.key === 'k' && (event.ctrlKey || event.metaKey));
    if (!isAsked || isTyping || event.altKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
