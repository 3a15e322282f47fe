/**
 * A text in ICU MessageFormat with its values filled in, in English, as one line: what stands in mails and chats. A text that cannot be
 * read is given back as it is.
 * @public
 */
export async function messageLine(
  text: string,
  values: Readonly<Record<string, string | number>>,
): Promise<string> {
  // Few processes ever need it, and none needs it to start.
  const { IntlMessageFormat } = await import('intl-messageformat');
  let line = text;
  try {
    line = String(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).format({ ...values }));
  } catch {
    // A plugin's text with a fault of its own is still worth telling.
  }
  return line.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
