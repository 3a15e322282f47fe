// Asks who is signed in and what runs while the modules are on their way, and has the modules fetched that the page will need first.
// A classic script, before all others. early-answers.ts hands the answers out.
(() => {
  const stored = () => {
    try {
      return sessionStorage.getItem('dw.workspace');
    } catch {
      // Storage may be forbidden; the server then says which workspace it is.
      return null;
    }
  };
  const isKey = (text) => /^[a-z0-9][a-z0-9-]{0,62}$/.test(text ?? '');
  const named = new URLSearchParams(location.search).get('workspace');
  const workspace = isKey(named) ? named : stored();
  const headers = { accept: 'application/json', ...(isKey(workspace) ? { 'x-workspace': workspace } : {}) };
  const ask = (path) => fetch(path, { headers, credentials: 'same-origin' });
  const session = '/api/v1/auth/session';
  const manifest = '/api/v1/ui/manifest';
  const early = { [session]: ask(session), [manifest]: ask(manifest) };
  globalThis.datawaveEarly = early;
  const isNeeded = (slot) =>
    slot.startsWith('frame.') || (location.pathname === '/' && slot.startsWith('overview.'));
  const fetchSoon = (href) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'modulepreload', href });
    document.head.append(link);
  };
  early[manifest]
    .then((response) => response.clone().json())
    .then(({ plugins }) => {
      for (const { module, pages, slots } of plugins)
        if (
          module !== null &&
          (slots.some(({ slot }) => isNeeded(slot)) || pages.some(({ path }) => path === location.pathname))
        )
          fetchSoon(module);
    })
    .catch(() => {
      // Whoever takes the answers tells of it.
    });
  early[session].catch(() => null);
})();
