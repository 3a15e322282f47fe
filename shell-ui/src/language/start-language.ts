import { type MessageCatalog, useLanguage } from '@datawave/plugin-sdk/ui';

declare global {
  /** What language-early.js asked for; undefined where English is shown. */
  var datawaveMessages: Promise<MessageCatalog | null> | undefined;
}

/** Waits for the texts of the chosen language, before anything is drawn. Without them English is shown, and the page says so. */
export async function startLanguage(): Promise<void> {
  const loading = globalThis.datawaveMessages;
  if (loading === undefined) return;
  const root = document.documentElement;
  const messages = await loading;
  if (messages !== null) return useLanguage(root.lang, messages);
  root.lang = 'en';
  root.dir = 'ltr';
}
