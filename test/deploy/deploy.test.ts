import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const configuration = text('docs/configuration.md');
const units = ['backout.service', 'http-mode.conf', 'local-targets.conf']
  .map((name) => text(`deploy/${name}`))
  .join('\n');
const dockerfile = text('deploy/Dockerfile');
const compose = parse(text('deploy/compose.yaml'));

/** Names of variables that are not for Backout. */
const OF_OTHERS = ['NODE_ENV'];

describe('every environment variable in deploy/ is documented', () => {
  const inUnits = [...units.matchAll(/^(?:Unset)?Environment=(?!-)([A-Z_]+)/gm)].map(([, name]) => name ?? '');
  const block = /^ENV ((?:.*\\\n)*.*)/m.exec(dockerfile)?.[1] ?? '';
  const inImage = [...block.matchAll(/([A-Z_]+)=/g)].map(([, name]) => name ?? '');
  const inCompose = Object.keys(compose.services.backout.environment);

  it.each([...new Set([...inUnits, ...inImage, ...inCompose])].filter((name) => !OF_OTHERS.includes(name)))(
    '%s',
    (name) => expect(configuration).toContain(`\`${name}\``),
  );

  it('and they were found', () => {
    expect([inUnits.length, inImage.length, inCompose.length]).toEqual([8, 3, 3]);
  });
});

describe('the unit', () => {
  it('starts what package.json starts', () => {
    const { scripts } = JSON.parse(text('package.json'));
    const started = /^ExecStart=\/usr\/bin\/(.*)$/m.exec(units)?.[1] ?? '';
    expect(scripts.start).toBe(`exec ${started}`);
    expect(existsSync(`${root}${started.split(' ').at(-1)}`)).toBe(true);
  });

  it('hands over every credential that it names', () => {
    const loaded = [...units.matchAll(/^LoadCredential=([a-z-]+):/gm)].map(([, name]) => name);
    const named = [...units.matchAll(/\/run\/credentials\/backout\.service\/([a-z-]+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(0);
    expect([...new Set(loaded)].sort()).toEqual([...new Set(named)].sort());
  });

  it('leaves steps on local targets alone', () => {
    expect(units).toMatch(/^KillMode=process$/m);
  });

  it('is one that systemd takes', (context) => {
    const verified = spawnSync('systemd-analyze', ['verify', `${root}deploy/backout.service`], { encoding: 'utf8' });
    if (verified.error) return context.skip('systemd is not installed here');
    // Node may be somewhere else on this machine.
    const said = verified.stderr
      .split('\n')
      .filter((line) => /backout\.service/.test(line) && !line.includes('/usr/bin/node'));
    expect(said).toEqual([]);
  });
});

describe('the image', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(
    ([, paths]) => paths?.split(' ') ?? [],
  );

  it.each(copied)('copies %s, which exists and is sent to the builder', (path) => {
    expect(existsSync(`${root}${path}`)).toBe(true);
    expect(text('deploy/Dockerfile.dockerignore').split('\n')).toContain(`!${path}`);
  });

  it('holds everything that the sources import', () => {
    const top = new Set(copied);
    const imports = [...sources()].flatMap((file) =>
      [...text(file).matchAll(/from '((?:\.\.\/)+)([^/']+)/g)].map(([, up, name]) => ({ file, up, name })),
    );
    // As many steps up as the file is deep: an import from another folder at the top.
    const far = imports.filter(({ file, up }) => (up ?? '').length / 3 === file.split('/').length - 1);
    expect(far.length).toBeGreaterThan(10);
    expect([...new Set(far.map(({ name }) => name))].filter((name) => !top.has(name ?? ''))).toEqual([]);
  });

  it('runs as nobody special, from pinned bases', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(bases).toHaveLength(2);
    for (const base of bases) expect(base).toMatch(/^node:20\.\d+\.\d+-bookworm-slim$/);
  });

  it('asks its own health where it is told', () => {
    const [, listen] = /BACKOUT_LISTEN=(\S+)/.exec(dockerfile) ?? [];
    expect(dockerfile).toContain(`http://${listen}/healthz`);
  });
});

describe('the compose file', () => {
  it('builds with the Dockerfile, and writes nowhere but into the journal’s volume', () => {
    const { backout } = compose.services;
    expect(existsSync(`${root}${backout.build.dockerfile}`)).toBe(true);
    expect(backout.read_only).toBe(true);
    expect(backout.volumes).toEqual(['./etc:/etc/backout:ro', 'journal:/var/lib/backout']);
  });

  it('mounts every secret whose file it names', () => {
    const { environment, secrets } = compose.services.backout;
    const named = Object.values<string>(environment).flatMap(
      (value) => /^\/run\/secrets\/(.*)$/.exec(value)?.[1] ?? [],
    );
    expect(named).toEqual(secrets);
    expect(Object.keys(compose.secrets)).toEqual(secrets);
  });
});

describe('deploy/http-manifest.js', () => {
  const script = `${root}deploy/http-manifest.js`;

  it('changes in the manifest only how Slack reaches Backout', () => {
    const url = 'https://backout.example.com/slack/events';
    const manifest = JSON.parse(execFileSync('node', [script, 'https://backout.example.com'], { encoding: 'utf8' }));
    const socket = JSON.parse(text('manifest.json'));
    for (const command of socket.features.slash_commands) command.url = url;
    socket.settings.interactivity.request_url = url;
    socket.settings.event_subscriptions.request_url = url;
    socket.settings.socket_mode_enabled = false;
    expect(manifest).toEqual(socket);
  });

  it.each(['', 'backout.example.com', 'http://backout.example.com'])('refuses %j', (address) => {
    const { status, stderr } = spawnSync('node', [script, address], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('https://')]);
  });
});

it('docs/deploying.md names every file of deploy/', () => {
  const docs = text('docs/deploying.md');
  const files = readdirSync(`${root}deploy`).filter((name) => !name.endsWith('.dockerignore'));
  expect(files.filter((name) => !docs.includes(`deploy/${name}`))).toEqual([]);
});

/** Every source that the image holds. */
function sources(): readonly string[] {
  return ['src', 'commands'].flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );
}
