/** A notification as one person sees it. */
export interface ShownNotice {
  readonly id: string;
  readonly topic: string;
  /** English in ICU MessageFormat; the shell translates it. */
  readonly title: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly href: string | null;
  readonly tone: string;
  /** ISO 8601. */
  readonly at: string;
  /** How often it was told; more than once where what is alike is told as one. */
  readonly times: number;
  readonly isRead: boolean;
}

/** As it is read from the database. */
export interface NoticeRow extends ShownNotice {
  /** Decimal. */
  readonly position: string;
}

/** Which of somebody's notifications are wanted. */
export interface NoticeFilter {
  readonly state?: 'unread' | 'read';
  readonly topic?: string;
}
