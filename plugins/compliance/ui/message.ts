import { type MessageText, t } from '@datawave/plugin-sdk/ui';

/** What is wrong, in the chosen language where the framework says it in a form that can be looked up. */
export const messageOf = ({
  message,
  messageText,
}: {
  readonly message: string;
  readonly messageText?: MessageText | null;
}): string => (messageText === undefined || messageText === null ? message : said(messageText));

const said = ({ text, values }: MessageText): string =>
  t(
    text,
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? said(value) : value]),
    ),
  );
