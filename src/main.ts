import { startBot } from './start-bot.js';

await startBot();
