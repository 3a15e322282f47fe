#!/usr/bin/env node
import { findCheckout } from './launcher/checkout.mjs';
import { startCommand } from './launcher/command.mjs';
import { runLauncher } from './launcher/error.mjs';

await runLauncher(() => startCommand(findCheckout(), process.argv.slice(2)));
