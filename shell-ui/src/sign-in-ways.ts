import { type ApiClient, ProblemError } from '@datawave/plugin-sdk/ui';

/** A provider that the browser is sent to. */
export interface RedirectWay {
  readonly key: string;
  readonly title: string;
  /** Address of ours that sends there. */
  readonly start: string;
}

/** How people can sign in beside a password of this platform. */
export interface SignInWays {
  readonly redirects: readonly RedirectWay[];
  /** Keys of the directories that check passwords. */
  readonly directories: readonly string[];
  readonly hasPasskeys: boolean;
  /** Whether somebody can ask for a link for a new password by mail. */
  readonly mailsResets: boolean;
}

interface Listed {
  readonly items: readonly (
    | (RedirectWay & { readonly kind: 'redirect' })
    | { readonly key: string; readonly title: string; readonly kind: 'password' }
  )[];
  readonly mailsResets?: boolean;
}

const NONE: SignInWays = { redirects: [], directories: [], hasPasskeys: false, mailsResets: false };

/** Asks the server; none while the kernel itself signs people in. @throws ProblemError when it does not answer */
export async function waysToSignIn(api: ApiClient): Promise<SignInWays> {
  try {
    const { items, mailsResets } = await api.get<Listed>('/auth/providers');
    return {
      redirects: items.flatMap((item) => (item.kind === 'redirect' ? [item] : [])),
      directories: items.flatMap(({ kind, key }) => (kind === 'password' ? [key] : [])),
      hasPasskeys: true,
      mailsResets: mailsResets === true,
    };
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return NONE;
    throw error;
  }
}

/** Where the browser is, as a path of this site: to come back to. */
export const hrefHere = (): string => location.pathname + location.search + location.hash;
