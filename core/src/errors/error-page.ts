import { listErrorCodes } from './codes.ts';

const escapeCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** The page of the documentation that says what each error code means. */
export function renderErrorPage(): string {
  const rows = listErrorCodes().map(
    ({ code, title, mend }) =>
      `| <a id="${code}"></a>\`${code}\` | ${escapeCell(title)} | ${escapeCell(mend)} |`,
  );
  return `# Errors

Every error carries one of these codes; scripts may rely on them. A code never changes its meaning. The error itself says
what it happened to, where, and how to mend that very case. Plugins have codes of their own, documented with them.

| code | means | mend it |
|---|---|---|
${rows.join('\n')}
`;
}
