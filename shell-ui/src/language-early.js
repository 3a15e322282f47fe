// Runs before the first paint, so that nothing is shown in one language and then in another. A classic script: it must not wait for modules.
(() => {
  const root = document.documentElement;
  const offered = (root.dataset.languages ?? '').split(' ').filter(Boolean);
  const isTag = (tag) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(tag ?? '');
  const stored = () => {
    try {
      return localStorage.getItem('dw.language');
    } catch {
      // Storage may be forbidden; what the browser prefers is used then.
      return null;
    }
  };
  const preferred = () => {
    const tags = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]);
    return tags.find((tag) => tag === 'en' || offered.includes(tag)) ?? 'en';
  };
  const chosen = stored();
  const language = isTag(chosen) ? chosen : preferred();
  if (language === 'en') return;
  root.lang = language;
  root.dir = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)(-|$)/.test(language) ? 'rtl' : 'ltr';
  // Asked for while the modules are on their way; language/start-language.ts waits for it. Null shows English.
  globalThis.datawaveMessages = fetch(`/api/v1/ui/messages/${language}`, {
    signal: AbortSignal.timeout(10_000),
  })
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null);
})();
