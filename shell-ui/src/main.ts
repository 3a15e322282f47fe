import { defineDesignSystem, defineElement } from '@datawave/plugin-sdk/ui';
import { ShellForgotPassword } from './frame/forgot-password.ts';
import { ShellNotices } from './frame/notices.ts';
import { ShellPageHost } from './frame/page-host.ts';
import { DwShell } from './frame/shell.ts';
import { ShellSideNav } from './frame/side-nav.ts';
import { ShellSignIn } from './frame/sign-in.ts';
import { ShellSignInElsewhere } from './frame/sign-in-elsewhere.ts';
import { ShellStepUp } from './frame/step-up.ts';
import { ShellUserMenu } from './frame/user-menu.ts';
import { ShellWorkspaceSwitcher } from './frame/workspace-switcher.ts';
import { followLanguage } from './language/chosen-language.ts';
import { ShellLanguageChoice } from './language/language-choice.ts';
import { startLanguage } from './language/start-language.ts';
import { ShellNotFoundPage } from './pages/not-found-page.ts';
import { ShellOverviewPage } from './pages/overview-page.ts';
import { ShellPluginsPage } from './pages/plugins-page.ts';
import './shell.css';

defineDesignSystem();
defineElement('shell-notices', ShellNotices);
defineElement('shell-forgot-password', ShellForgotPassword);
defineElement('shell-sign-in-elsewhere', ShellSignInElsewhere);
defineElement('shell-sign-in', ShellSignIn);
defineElement('shell-step-up', ShellStepUp);
defineElement('shell-side-nav', ShellSideNav);
defineElement('shell-user-menu', ShellUserMenu);
defineElement('shell-workspace-switcher', ShellWorkspaceSwitcher);
defineElement('shell-page-host', ShellPageHost);
defineElement('shell-overview-page', ShellOverviewPage);
defineElement('shell-plugins-page', ShellPluginsPage);
defineElement('shell-not-found-page', ShellNotFoundPage);
defineElement('shell-language-choice', ShellLanguageChoice);

followLanguage();
// What is defined last is what draws: nothing is seen before its words are there.
await startLanguage();
defineElement('dw-shell', DwShell);
