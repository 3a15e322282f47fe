/**
 * Follows plain clicks on links to pages of the shell without loading the document anew. Modified clicks, downloads,
 * other origins and the server's own addresses are the browser's. Returns how to stop.
 */
export function interceptLinks(root: HTMLElement, follow: (path: string) => void): () => void {
  const onClick = (event: MouseEvent): void => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = event
      .composedPath()
      .find(
        (target): target is HTMLAnchorElement =>
          target instanceof HTMLAnchorElement && target.hasAttribute('href'),
      );
    if (
      link === undefined ||
      link.target !== '' ||
      link.hasAttribute('download') ||
      link.origin !== location.origin
    )
      return;
    if (/^\/(api|docs|openapi\.json|healthz|readyz|static)(\/|$)/.test(link.pathname)) return;
    event.preventDefault();
    follow(link.pathname + link.search + link.hash);
  };
  root.addEventListener('click', onClick);
  return () => root.removeEventListener('click', onClick);
}
