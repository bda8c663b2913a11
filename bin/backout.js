#!/usr/bin/env node
// The sources run as they are: there is no build step that could be stale or missing.
import { register } from 'tsx/esm/api';

register();
const { endQuietly, main } = await import('../src/cli/main.js');
process.stdout.on('error', endQuietly);
process.exitCode = await main(process.argv.slice(2));
