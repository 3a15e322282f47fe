import {
  type IconName,
  type ListPage,
  type ShellContext,
  saidText,
  type Tone,
  t,
} from '@datawave/plugin-sdk/ui';
import type { ShownNotice } from '../src/notice-row.ts';
import type { Preference } from '../src/preferences.ts';

export type { Preference, ShownNotice };

/** A page of one's notifications, and how many are unread, counted to a hundred. */
export interface Inbox extends ListPage<ShownNotice> {
  readonly unread: number;
}

const PATH = '/notifications';

export const noticePath = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;

export const mark = (shell: ShellContext, id: string, isRead: boolean): Promise<void> =>
  shell.api.patch(noticePath(id), { isRead });

export const dismiss = (shell: ShellContext, id: string): Promise<void> => shell.api.delete(noticePath(id));

export const markAll = (shell: ShellContext): Promise<void> => shell.api.post(`${PATH}/read`);

/** The title in the language that is shown. */
export const titleOf = ({ title, values }: ShownNotice): string =>
  t(
    title,
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        // A sentence, or a name that is put together of words of ours.
        name.endsWith('Said') ? saidText(String(value)) : value,
      ]),
    ),
  );

const ICONS: Readonly<Record<Tone, IconName>> = {
  neutral: 'info',
  info: 'info',
  success: 'success',
  warning: 'warning',
  danger: 'error',
};

/** The server may name a tone that is newer than this page. */
export const toneOf = (tone: string | undefined): Tone =>
  tone !== undefined && Object.hasOwn(ICONS, tone) ? (tone as Tone) : 'info';

export const iconOf = (tone: string | undefined): IconName => ICONS[toneOf(tone)];
