import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole stories and the spoilt plans last the longest: begun late, they would end alone, with nothing left to do beside them. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => /\/test\/(e2e|plan\/fuzz)\b/.test(moduleId);
    return (await super.sort(files)).toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Whatever a suite does, the bot broke none of Slack's rules by its end.
    setupFiles: ['test/helpers/slack-no-violations.ts'],
    // What failed is told whole: a report has no room for a second look.
    chaiConfig: { truncateThreshold: 0 },
    // These need Debian packages (OpenSSH, Chromium); .ci/run installs them and runs both.
    exclude: ['test/hosts/**', 'test/browser/**', 'test/chaos/**', 'node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Nothing that the tests import keeps anything between them, and loading it for each of 280 files took a third of the time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
  },
});
