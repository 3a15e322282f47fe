// Runs before the first paint, so that a chosen theme never flashes. A classic script: it must not wait for modules.
(() => {
  try {
    const theme = localStorage.getItem('dw.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's theme is used then.
  }
})();
