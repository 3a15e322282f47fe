// Asks who is signed in and what runs while the modules are on their way; early-answers.ts hands the answers out. A classic script, before
// all others.
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
  const workspace = [named, stored()].find(isKey) ?? null;
  const headers = { accept: 'application/json', ...(workspace === null ? {} : { 'x-workspace': workspace }) };
  const ask = (path) => fetch(path, { headers, credentials: 'same-origin' });
  const session = '/api/v1/auth/session';
  const manifest = '/api/v1/ui/manifest';
  const answers = { [session]: ask(session), [manifest]: ask(manifest) };
  globalThis.datawaveEarly = { workspace, answers };
  // Whoever takes the answers tells of a failure.
  for (const answer of Object.values(answers)) answer.catch(() => null);
})();
