// Runs before the first paint, so that a chosen theme or density never flashes. A classic script: it must not wait for modules.
(() => {
  try {
    const { dataset } = document.documentElement;
    const theme = localStorage.getItem('dw.theme');
    if (theme === 'light' || theme === 'dark') dataset.theme = theme;
    if (localStorage.getItem('dw.density') === 'compact') dataset.density = 'compact';
  } catch {
    // Storage may be forbidden; the system's theme is used then.
  }
})();
