import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Container, startContainer } from '../../../sandbox/container/container.js';
import { raiseStageOn, type StageOn } from '../../../sandbox/demo/stage.js';
import { tellAllSchemes } from '../../e2e/all-schemes.js';
import { watch } from './judge.js';
import { describeInContainers } from './needs.js';
import { ssh } from './ssh.js';

describeInContainers('S1 and S2 on hosts in containers, without root', () => {
  let stage: StageOn<Container>;

  beforeAll(async () => {
    stage = await raiseStageOn(startContainer);
  }, 90_000);
  afterAll(() => stage?.close());

  test("the documents' paths and OpenSSH are real; what is played says that it stands in", async () => {
    const { box, control } = stage.meiyueart;
    expect(await ssh(stage.box, 'cd /data/app/wechat-backend && git describe --tags')).toBe('v2.0.0-phase1\n');
    expect(await ssh(box, 'cd /var/www/meiyueart.com/admin-backend/routes && ls')).toContain('user_system.py');
    expect(await ssh(control, 'command -v scp; ssh -o BatchMode=yes user@meiyueart.com hostname')).toBe(
      '/usr/bin/scp\nmeiyueart-web\n',
    );
    const says = 'cat /opt/stand-ins/* | grep "^# Stand-in for" | cut -d , -f 1';
    expect(await ssh(stage.box, says)).toBe('# Stand-in for sudo\n# Stand-in for systemctl\n');
    expect(await ssh(box, says)).toBe('# Stand-in for sudo\n# Stand-in for supervisorctl\n');
    expect(await ssh(control, 'ls /opt/stand-ins')).toBe('');
  });

  tellAllSchemes(
    () => stage,
    (scheme) => watch(stage, scheme),
  );
});
