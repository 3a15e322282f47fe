// Before the first paint: the theme that was chosen here, else that of the system.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('datawave-docs-theme');
  } catch {
    // Pages from files may keep nothing.
  }
  const isDark = chosen === null ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
})();
