import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ask, engineOf } from '../helpers/engine-run.js';
import { smallSystem, stamp } from '../helpers/small-system.js';
import { thisMachine } from '../helpers/this-machine.js';

/** A database source whose `complete` notes what it reads. */
function dumps(complete = 'echo "$BACKUP" >>"$ROUTES/read"; gzip -t "$BACKUP"', machine = thisMachine('web')) {
  const small = smallSystem(machine);
  const { plan } = small.system;
  const backups = plan.backups.map((each) => (each.name === 'database' ? { ...each, complete } : each));
  const system = { ...small.system, plan: { ...plan, backups } };
  const engine = engineOf({ ...small.deps, catalog: { systems: () => [system], problems: () => [] } });
  const at = (name: string) => join(small.variables.RELEASES, name);
  return {
    engine,
    /** A real archive of a megabyte that does not compress. */
    archive(hoursAgo: number) {
      const name = `data_${stamp(hoursAgo)}.db`;
      execFileSync('sh', ['-c', 'head -c 1000000 /dev/urandom | gzip >"$0"', at(name)]);
      return { name, path: at(name) };
    },
    async listed() {
      const lists = await engine.backups(plan.name, 'database');
      if (!lists.ok) throw new Error(lists.failure.code);
      return lists.value.flatMap((list) => list.backups);
    },
    read: () => {
      const notes = join(small.variables.ROUTES, 'read');
      return existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : [];
    },
  };
}

describe('a listing of files whose source can tell whether they are whole', () => {
  it('shows a truncated archive as unusable, with what the tool said, and proposes the one before', async () => {
    const { archive, listed, engine } = dumps();
    const [cut, whole] = [archive(1), archive(2)];
    truncateSync(cut.path, 600_000);
    expect(await listed()).toMatchObject([
      { name: cut.name, unusable: 'unreadable', said: expect.stringContaining('unexpected end of file') },
      { name: whole.name },
    ]);
    expect((await listed())[1]).not.toHaveProperty('unusable');
    const wish = { ...ask, system: 'meiyueart', scheme: 'database', severity: 'NOW' };
    expect(await engine.request({ ...wish, backup: cut.name })).toMatchObject({
      failure: { facts: { why: 'unreadable', seen: expect.stringContaining('unexpected end of file') } },
    });
    expect(await engine.request(wish)).toMatchObject({ value: { request: { backup: { name: whole.name } } } });
  });

  it('reads each once, by however many it is asked for, until its time or its size changes', async () => {
    const { archive, listed, read } = dumps();
    const [one, other] = [archive(1), archive(2)];
    await Promise.all([listed(), listed()]);
    await listed();
    expect(read().sort()).toEqual([one.path, other.path].sort());
    utimesSync(other.path, new Date(), new Date(0));
    await listed();
    expect(read()).toHaveLength(3);
  });

  it('reads the newest five, and says of the others that they are unread', async () => {
    const { archive, listed, read } = dumps();
    for (const hours of [7, 6, 5, 4, 3, 2, 1]) archive(hours);
    expect((await listed()).map(({ isUnread }) => isUnread)).toEqual([...Array(5).fill(undefined), true, true]);
    expect(read()).toHaveLength(5);
  });

  it('never reads a huge one', async () => {
    const { archive, listed, read } = dumps();
    const { path } = archive(1);
    truncateSync(path, 50_000_000_000);
    expect(await listed()).toMatchObject([{ bytes: 50_000_000_000, isUnread: true }]);
    expect(read()).toEqual([]);
  });

  it('asks again next time when the host did not tell, and not when reading takes too long', async () => {
    const machine = thisMachine('web');
    const ends = ['lost', 'timed-out'];
    let reads = 0;
    const remote: typeof machine.remote = {
      ...machine.remote,
      async observe(target, script) {
        if (script.text !== 'read it') return machine.remote.observe(target, script);
        reads += 1;
        const output = { text: '', bytes: 0, cut: false };
        if (ends.shift() !== 'lost') return { kind: 'timed-out', output, durationMs: 20_000 };
        const evidence = { reason: 'connection-lost', claimed: null, rebooted: null, lastHeardAt: null } as const;
        return { kind: 'lost', evidence, output };
      },
    };
    const { archive, listed } = dumps('read it', { ...machine, remote });
    archive(1);
    for (const expected of [1, 2, 2]) {
      expect(await listed()).toMatchObject([{ isUnread: true }]);
      expect(reads).toBe(expected);
    }
  });

  it('leaves it to the request where the source has no such script', async () => {
    const small = smallSystem();
    writeFileSync(join(small.variables.RELEASES, `data_${stamp(1)}.db`), 'x');
    const lists = await engineOf(small.deps).backups('meiyueart', 'database');
    expect(lists.ok && lists.value[0]?.backups[0]).not.toHaveProperty('isUnread');
  });
});
