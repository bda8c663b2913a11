import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, raiseLab } from '../../../sandbox/lab/lab.js';
import { leftovers } from './leftovers.js';
import { describeInLab } from './needs.js';

describeInLab('a lab of two hosts', () => {
  let lab: Lab<'web' | 'control'>;

  beforeAll(async () => {
    lab = await raiseLab({ web: ['meiyueart.com'], control: [] });
  }, 600_000);
  afterAll(() => lab?.close());

  test('systemd is the first process, and everything it started is well', async () => {
    const { web } = lab.hosts;
    expect(
      (await web.trySh('cat /proc/1/comm; systemctl is-system-running --wait; systemctl --failed')).output,
    ).toMatch(/^systemd\nrunning\n/);
  });

  test('each host has its own name, processes and units', async () => {
    const { web, control } = lab.hosts;
    await web.sh('systemd-run --quiet --unit=only-here sleep 600');
    expect(await web.sh('hostname; systemctl is-active only-here')).toBe('web\nactive\n');
    const { output } = await control.trySh('hostname; pgrep -c sleep || systemctl is-active only-here');
    expect(output).toBe('control\n0\ninactive\n');
    expect(await web.sh('systemctl status only-here')).toContain('sleep 600');
  });

  test('the hosts reach each other by name', async () => {
    expect(await lab.hosts.control.sh('head -c 4 </dev/tcp/meiyueart.com/22')).toBe('SSH-');
  });

  test('an unplugged host is not reachable, and is again once it is plugged in', async () => {
    const { web } = lab.hosts;
    await web.unplug();
    expect((await web.trySh('true')).code).toBe(255);
    await web.plug();
    expect((await web.trySh('true')).code).toBe(0);
  });

  test('a disk outlives a reboot', async () => {
    const { web } = lab.hosts;
    await web.sh('echo kept >/root/kept; cat /proc/sys/kernel/random/boot_id >/dev/null');
    await web.reboot();
    expect(await web.sh('cat /root/kept; systemctl is-active only-here || true')).toBe('kept\ninactive\n');
  });
});

describeInLab('a lab that was closed', () => {
  test('leaves no process, mount, network or group behind', async () => {
    const before = await leftovers();
    const lab = await raiseLab({ web: [] });
    expect(await leftovers()).not.toEqual(before);
    await lab.close();
    expect(await leftovers()).toEqual(before);
  });
});
