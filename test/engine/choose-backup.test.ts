import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineDeps } from '../../src/engine/deps.js';
import { ask, engineOf, inPhase, openRun, until } from '../helpers/engine-run.js';
import { smallSystem, stamp } from '../helpers/small-system.js';
import { CTO, OPS } from '../helpers/story.js';

const wish = { ...ask, system: 'meiyueart', scheme: 'files', severity: 'NOW' };
const request = (deps: EngineDeps, changes: Partial<typeof ask> = {}) =>
  engineOf(deps).request({ ...wish, ...changes });
const refused = (code: string, more = {}) => ({ ok: false, failure: { code, ...more } });

/** A complete backup of `hoursAgo`. */
function backup(
  { machine }: ReturnType<typeof smallSystem>,
  hoursAgo: number,
  text = `as of ${hoursAgo} h ago`,
): string {
  const name = stamp(hoursAgo);
  machine.file(`backups of files/${name}/user_system.py`, text);
  return name;
}

describe('a directory', () => {
  it('is by default the newest usable one, with its identity; scripts see it as values only', async () => {
    const small = smallSystem();
    const name = backup(small, 2);
    backup(small, 5);
    small.machine.file(`backups of files/${stamp(1)}/README`, 'incomplete');
    small.machine.file('backups of files/notes.txt', 'no backup');
    symlinkSync(join(small.variables.BACKUP_DIR, name), join(small.variables.BACKUP_DIR, stamp(0.5)));
    const { state } = await openRun(small.deps, wish);
    const path = join(small.variables.BACKUP_DIR, name);
    expect(state.request.backup).toMatchObject({ source: 'files', kind: 'directory', name, path, bytes: 13 });
    expect(state.request.backup?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(state.request.version).toBe(name);
    const scripts = [...state.request.scheme.steps, ...state.request.scheme.checks].map((part) =>
      'run' in part ? part.run : '',
    );
    for (const value of [path, name, state.request.backup?.digest ?? ''])
      expect(scripts.some((script) => script.includes(value))).toBe(false);
  });

  it('that is stale is never the default, but can be chosen by its name', async () => {
    const small = smallSystem();
    const old = backup(small, 30);
    expect(await request(small.deps)).toMatchObject(refused('backup.missing'));
    expect(await request(small.deps, { backup: old })).toMatchObject({
      ok: true,
      value: { request: { backup: { name: old } } },
    });
  });

  it('that a person chose is the one that the pre-check tells of, also a stale one', async () => {
    const small = smallSystem();
    const old = backup(small, 30);
    backup(small, 2);
    const { state } = await openRun(small.deps, { ...wish, backup: old });
    const evidence = state.prechecks.find(({ id }) => id === 'backup')?.answer?.evidence;
    expect(evidence).toContain(old);
  });

  it("that the plan's own script finds broken is refused, with what the script said", async () => {
    const small = smallSystem();
    backup(small, 2, 'truncated');
    const complete = 'grep -q whole "$BACKUP/user_system.py" || { echo "cut short: $BACKUP"; exit 1; }';
    const [system] = small.deps.catalog.systems();
    if (!system) throw new Error('a system');
    const plan = { ...system.plan, backups: system.plan.backups.map((source) => ({ ...source, complete })) };
    const deps = { ...small.deps, catalog: { systems: () => [{ ...system, plan }], problems: () => [] } };
    const why = { why: 'unreadable', seen: expect.stringContaining('cut short') };
    expect(await request(deps)).toMatchObject(refused('backup.unusable', { facts: why }));
    const whole = backup(small, 1, 'whole');
    expect(await request(deps)).toMatchObject({ ok: true, value: { request: { backup: { name: whole } } } });
  });

  it('must be one of the list, and usable', async () => {
    const small = smallSystem();
    const incomplete = stamp(1);
    small.machine.file(`backups of files/${incomplete}/README`, 'x');
    const unusable = { at: incomplete, facts: { why: 'incomplete' } };
    expect(await request(small.deps, { backup: incomplete })).toMatchObject(refused('backup.unusable', unusable));
    for (const name of ['../routes', 'notes.txt', '', stamp(7)])
      expect(await request(small.deps, { backup: name })).toMatchObject(refused('backup.unknown', { at: name }));
    expect(small.deps.journal.streams.size).toBe(0);
  });

  it('that is a link is none', async () => {
    const small = smallSystem();
    const name = backup(small, 1);
    renameSync(join(small.variables.BACKUP_DIR, name), join(small.machine.root, 'elsewhere'));
    symlinkSync(join(small.machine.root, 'elsewhere'), join(small.variables.BACKUP_DIR, name));
    expect(await request(small.deps, { backup: name })).toMatchObject(
      refused('backup.unusable', { facts: { why: 'wrong-kind' } }),
    );
  });

  it("that vanished after it was listed is said to be unreadable, with the host's own words", async () => {
    const small = smallSystem();
    const name = backup(small, 1);
    const { list } = small.deps.remote;
    const remote = {
      ...small.deps.remote,
      list: async (...input: Parameters<typeof list>) => {
        const listed = await list(...input);
        rmSync(join(small.variables.BACKUP_DIR, name), { recursive: true });
        return listed;
      },
    };
    const failure = { facts: { why: 'unreadable' }, detail: expect.stringContaining('no such directory') };
    expect(await request({ ...small.deps, remote })).toMatchObject(refused('backup.unusable', failure));
  });

  it('of a host that says nothing is a failure, not an absence', async () => {
    const small = smallSystem();
    backup(small, 1);
    const evidence = { reason: 'host-silent', claimed: null, rebooted: null, lastHeardAt: null } as const;
    const output = { text: '', bytes: 0, cut: false };
    const remote = { ...small.deps.remote, observe: async () => ({ kind: 'lost', evidence, output }) as const };
    expect(await request({ ...small.deps, remote })).toMatchObject(
      refused('ssh.unreachable', { at: 'web', detail: 'host-silent' }),
    );
  });
});

describe('between the request and the first step', () => {
  async function approve(small: ReturnType<typeof smallSystem>, meanwhile: () => void) {
    small.machine.file('routes/user_system.py', 'broken');
    const { engine, id, decide } = await openRun(small.deps, wish);
    meanwhile();
    await decide(CTO);
    return until(engine, id, inPhase('closed'));
  }

  it('a backup that changed fails the run before anything is touched, in plain words', async () => {
    const small = smallSystem();
    const name = backup(small, 1);
    const closed = await approve(small, () =>
      small.machine.file(`backups of files/${name}/user_system.py`, 'tampered with'),
    );
    expect(closed).toMatchObject({
      outcome: 'failed',
      steps: [{ id: 'confirm-backup', status: 'failed' }, {}, {}, {}],
    });
    expect(closed.steps[0]?.output?.text).toContain(`${name} changed since it was chosen; nothing was touched`);
    expect(closed.steps.slice(1).map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
  });

  it('a backup that went away does the same', async () => {
    const small = smallSystem();
    const name = backup(small, 1);
    const closed = await approve(small, () => rmSync(join(small.variables.BACKUP_DIR, name), { recursive: true }));
    expect(closed.outcome).toBe('failed');
    expect(closed.steps[0]?.output?.text).toContain('no such directory');
  });

  it('a newer one changes nothing: the run goes back to the one that was approved', async () => {
    const small = smallSystem();
    backup(small, 2);
    small.machine.file('error.log', '');
    const closed = await approve(small, () => backup(small, 0.1, 'newer'));
    expect(closed.outcome).toBe('succeeded');
    expect(closed.checks.find(({ id }) => id === 'files')?.answer?.evidence).toContain('same:');
  });
});

it('of two requests at once one is prepared and the other waits for its turn, each with its own backup', async () => {
  const small = smallSystem();
  const names = [backup(small, 1), backup(small, 2)];
  const engine = engineOf(small.deps);
  const both = await Promise.all(names.map((name, n) => engine.request({ ...wish, backup: name, by: n ? CTO : OPS })));
  expect(both).toMatchObject(
    ['preparing', 'queued'].map((phase, n) => ({ value: { phase, request: { backup: { name: names[n] } } } })),
  );
});

describe('a file', () => {
  it('of thousands is found, and hidden, half-named and too fresh ones are not', async () => {
    const small = smallSystem();
    for (let n = 0; n < 3_000; n += 1) writeFileSync(join(small.variables.RELEASES, `other ${n}`), '');
    const name = `data_${stamp(1)}.db`;
    for (const each of [name, `.data_${stamp(1)}.db`, `data_${stamp(1)}.db.part`, `data_${stamp(-3)}.db`])
      writeFileSync(join(small.variables.RELEASES, each), 'rows');
    const { state } = await openRun(small.deps, { ...wish, scheme: 'database' });
    expect(state.request.backup).toMatchObject({ kind: 'file', name, bytes: 4 });
  });

  it('whose folder cannot be read is a failure', async () => {
    const small = smallSystem();
    rmSync(small.variables.RELEASES, { recursive: true });
    expect(await request(small.deps, { scheme: 'database' })).toMatchObject(refused('host.command-failed'));
  });
});
