import { load } from './load.js';

// The bot itself, in the foreground, until a signal ends it.
await load('src/main.ts');
