import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, raiseLab } from '../../../sandbox/lab/lab.js';
import { MARK_TIME } from '../../../src/domain/log-mark.js';
import { journalScript } from '../../../src/plan/host-check-scripts.js';
import { describeInLab } from './needs.js';

const script = journalScript({ unit: '$SERVICE', without: 'error' });

describeInLab("a log: check of a unit, in systemd's own journal", () => {
  let lab: Lab<'web'>;

  beforeAll(async () => {
    lab = await raiseLab({ web: [] });
    await lab.hosts.web.sh('useradd --create-home reader; useradd --create-home --groups systemd-journal deploy');
  }, 600_000);
  afterAll(() => lab?.close());

  /** The check as this account asks it, for a run that began at that mark. */
  const ask = (account: string, LOG_MARK: string, SERVICE = 'shop') =>
    lab.hosts.web.trySh(
      `runuser -u ${account} -- env SERVICE=${SERVICE} LOG_MARK=${LOG_MARK} sh -eu 2>&1 <<'END'\n${script}\nEND`,
    );
  const mark = async () => (await lab.hosts.web.sh(`${MARK_TIME}\nmark_time log`)).trim().replace('log ', '');
  test('counts what came since the run began, finds what should not be there, and passes for nobody who cannot read it', async () => {
    const { web } = lab.hosts;
    web.write('/etc/systemd/system/shop.service', '[Service]\nType=oneshot\nExecStart=/bin/sh -c "cat /root/words"\n');
    const speak = (words: string) =>
      web.sh(`echo '${words}' >/root/words; systemctl daemon-reload; systemctl start shop; journalctl --sync`);
    await speak('ERROR before the run');
    // A mark is a second: whatever is said in that second counts.
    await web.sh('at=$(date +%s); until [ "$(date +%s)" -gt "$at" ]; do sleep 0.05; done');
    const begun = await mark();
    await speak('all is well');
    expect(await ask('deploy', begun)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^[1-9]\d* new lines in the journal of shop\n$/),
    });
    const cannot = (what: string) => ({ code: 2, output: expect.stringMatching(`${what}; is reader in the group`) });
    expect(await ask('reader', begun)).toMatchObject(cannot('journalctl cannot read the journal'));
    // One who may read its own words alone gets no error.
    await web.sh('systemd-run --quiet --wait --uid=reader echo mine; journalctl --sync');
    expect(await ask('reader', begun)).toMatchObject(cannot('cannot be read back to the beginning of the run'));
    expect(await ask('deploy', begun, 'shpo')).toMatchObject({
      code: 2,
      output: 'no such unit: shpo (LoadState=not-found)\n',
    });
    await speak('Error: no database');
    const failed = await ask('deploy', begun);
    expect(failed.code).toBe(1);
    expect(failed.output).toMatch(/new lines in the journal of shop\nError: no database\n$/);
  }, 120_000);
});
