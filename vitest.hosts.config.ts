import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/hosts/**/*.test.ts'],
    // Whatever a suite does, the bot broke none of Slack's rules by its end.
    setupFiles: ['test/helpers/slack-no-violations.ts'],
    // What failed is told whole: a report has no room for a second look.
    chaiConfig: { truncateThreshold: 0 },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Each file raises a host, a Slack and a bot of its own; one at a time keeps their timing honest on two cores.
    fileParallelism: false,
  },
});
