#!/usr/bin/env node
import { load } from './load.js';

const { endQuietly, main } = await load('src/cli/main.ts');
process.stdout.on('error', endQuietly);
process.exitCode = await main(process.argv.slice(2));
