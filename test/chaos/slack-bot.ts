// The real bot as `npm start` runs it, with a point at everything that it writes or sends. Told by its environment.
import { AS_IS } from '../../src/assemble.js';
import { startBot } from '../../src/start-bot.js';
import { DELIVERIES, hook, hookSlack, JOURNAL, MESSAGES, PROBE, REMOTE } from './hooks.js';
import { createPassing, type Moment } from './points.js';

const { CHAOS_TRACE = '', CHAOS_MOMENT } = process.env;
const moment = CHAOS_MOMENT === undefined ? undefined : (JSON.parse(CHAOS_MOMENT) as Moment);
const pass = createPassing(CHAOS_TRACE, moment);

// A bot never outlives the test that started it.
process.once('disconnect', () => process.exit(0));

await startBot({
  ...AS_IS,
  store: ({ journal, messages, deliveries, ...store }) => ({
    ...store,
    journal: hook('journal', journal, JOURNAL, pass),
    messages: hook('messages', messages, MESSAGES, pass),
    deliveries: hook('deliveries', deliveries, DELIVERIES, pass),
  }),
  remote: (remote) => hook('remote', remote, REMOTE, pass),
  probe: (probe) => hook('probe', probe, PROBE, pass),
  slack: (call) => hookSlack(call, pass),
});
