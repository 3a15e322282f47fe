import { defineElement } from '@datawave/plugin-sdk/ui';
import { ShellPluginChangePage } from './change-page.ts';
import { ShellInstalledPlugins } from './installed-plugins.ts';
import { ShellListingPage } from './listing-page.ts';
import { ShellMarketplacePage } from './marketplace-page.ts';
import { ShellUploadPackage } from './upload-package.ts';

defineElement('shell-installed-plugins', ShellInstalledPlugins);
defineElement('shell-upload-package', ShellUploadPackage);
defineElement('shell-marketplace-page', ShellMarketplacePage);
defineElement('shell-listing-page', ShellListingPage);
defineElement('shell-plugin-change-page', ShellPluginChangePage);
