import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Whatever a suite does, the bot broke none of Slack's rules by its end.
    setupFiles: ['test/helpers/slack-no-violations.ts'],
    // These need Debian packages (OpenSSH, Chromium); .ci/run installs them and runs both.
    exclude: ['test/hosts/**', 'test/browser/**', 'test/chaos/**', 'node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Nothing that the tests import keeps anything between them, and loading it for each of 280 files took a third of the time.
    isolate: false,
  },
});
