/** What is wrong, and how to fix it. */
type Advice = readonly [what: string, fix: string];
const advice = (what: string, fix: string): Advice => [what, fix];

const LATER = 'run this again in a minute';
const SLACK_FIRST = 'first fix what stands under Slack above';

/** English: what `npx backout doctor` and `hosts trust` say. */
export const enDoctor = {
  doctor: {
    groups: {
      machine: 'This machine',
      configuration: 'Configuration',
      slack: 'Slack',
      channels: 'Channels',
      people: 'People and groups',
      messages: 'Messages',
      host: (name: string) => `Host ${name}`,
    },
    verdicts: (bad: number, notes: number, good: number) =>
      bad === 0 ? `Ready: ${good} fine, ${notes} to note.` : `${bad} to fix, ${notes} to note, ${good} fine.`,
    slow: (seconds: number) => advice(`No answer within ${seconds} s`, 'look at the network, then run this again'),
    broke: (why: string) => advice(`The check itself broke: ${why}`, 'report this line to whoever maintains Backout'),
    machine: {
      node: (version: string) => `Node ${version}`,
      nodeOld: (version: string, least: string) =>
        advice(`Node ${version} is too old`, `install Node ${least} or newer`),
      journal: (folder: string, free: string) => `The journal’s folder ${folder} can be written; ${free} free`,
      journalClosed: (folder: string, account: string) =>
        advice(
          `The journal’s folder ${folder} cannot be written`,
          `run: mkdir -p ${folder} && chown ${account} ${folder}`,
        ),
      journalFull: (folder: string, free: string) =>
        advice(`Only ${free} free where the journal lies, ${folder}`, 'free space: nothing runs unrecorded'),
    },
    configuration: {
      inventory: (file: string, systems: number) => `${file}: systems: ${systems}`,
      correct: 'correct it there',
      plan: (name: string, version: string, schemes: string) => `Plan ${name} ${version}: schemes ${schemes}`,
      secrets: (count: number) => `Secrets that can be read: ${count}`,
      putFile: 'put it there, readable for this account alone (chmod 600)',
      skipped: 'Hosts, channels, people and messages were not looked at: first the inventory must be right',
    },
    slack: {
      team: (team: string, id: string, bot: string) => `Bot token: workspace ${team} (${id}), as ${bot}`,
      otherTeam: (team: string, wanted: string) =>
        advice(
          `The bot token belongs to workspace ${team}, but backout.yaml says ${wanted}`,
          'use the token of the right workspace, or correct slack.team',
        ),
      refused: (name: string, error: string) =>
        advice(
          `Slack refuses ${name}: ${error}`,
          name === 'SLACK_APP_TOKEN'
            ? 'make a new one: api.slack.com/apps → your app → Basic Information → App-Level Tokens, with connections:write'
            : 'copy it anew: api.slack.com/apps → your app → OAuth & Permissions; reinstall the app if it was removed',
        ),
      unreachable: (why: string) =>
        advice(`Slack cannot be reached: ${why}`, 'check the network, the proxy and SLACK_API_URL'),
      limited: (name: string) =>
        advice(`Slack asks to wait before it answers for ${name} (rate limit)`, 'run this again in a minute'),
      app: 'App token: Socket Mode connections may be opened',
      socketsOff: advice(
        'Socket Mode is off for this app',
        'switch it on: api.slack.com/apps → your app → Socket Mode → Enable',
      ),
      http: (port: string) => `HTTP mode: Slack’s requests are expected at ${port}`,
      scopes: (count: number) => `Scopes: all ${count} that the manifest asks for`,
      scopeMissing: (scope: string) =>
        advice(
          `Scope ${scope} is missing`,
          `add ${scope} at api.slack.com/apps → your app → OAuth & Permissions → Bot Token Scopes, then reinstall the app`,
        ),
      scopesExtra: (scopes: string) => `Scopes that Backout does not need, and that you may remove: ${scopes}`,
      scopesUnknown: 'Slack did not tell which scopes the token has',
      skipped: 'Channels, people and messages were not looked at: first Slack must accept the bot token',
    },
    channels: {
      good: (name: string, systems: string) => `#${name}: Backout is in it (${systems})`,
      missing: (id: string, systems: string) =>
        advice(
          `${id} (${systems}): no such channel, or a private one without Backout`,
          'type /invite @Backout in it; if there is none, correct the id in backout.yaml',
        ),
      outside: (name: string, systems: string) =>
        advice(`#${name} (${systems}): Backout is not in it`, `type /invite @Backout in #${name}`),
      archived: (name: string, systems: string) =>
        advice(`#${name} (${systems}) is archived`, 'unarchive it, or name another channel in backout.yaml'),
      shared: (name: string, systems: string) =>
        advice(
          `#${name} (${systems}) is shared with another organisation; requests are refused there`,
          'name an internal channel in backout.yaml',
        ),
      unknown: (id: string, why: string, isSlackFine: boolean) =>
        advice(`${id}: Slack does not say: ${why}`, isSlackFine ? LATER : SLACK_FIRST),
    },
    people: {
      good: (count: number) => `People and groups in roles: all ${count} can act`,
      missing: (id: string, roles: string) =>
        advice(
          `${id} (${roles}): there is no such person`,
          'correct the id in backout.yaml: profile, ⋮, Copy member ID',
        ),
      kind: (name: string, id: string, roles: string, kind: 'guest' | 'bot' | 'deactivated' | 'stranger') =>
        advice(
          `${name} (${id}, ${roles}) ${KIND[kind]}, and may neither ask nor decide`,
          'name a full member of the workspace in backout.yaml',
        ),
      groupMissing: (id: string, roles: string) =>
        advice(`${id} (${roles}): there is no such user group`, 'correct the id in backout.yaml; groups begin with S'),
      groupEmpty: (id: string, roles: string) =>
        advice(`User group ${id} (${roles}) has no full member`, 'add somebody to it in Slack: People & user groups'),
      unknown: (id: string, why: string, isSlackFine: boolean) =>
        advice(`${id}: Slack does not say: ${why}`, isSlackFine ? LATER : SLACK_FIRST),
    },
    messages: {
      good: (count: number) => `Messages and dialogs that Slack accepts: ${count}`,
      refused: (name: string, why: string) =>
        advice(`Slack refuses ${name}: ${why}`, 'report this line to whoever maintains Backout'),
      fallback: (name: string) => `Slack refuses the newest form of ${name} here; Backout shows its simpler form`,
      unchecked: (count: number, why: string) => `Messages and dialogs that Slack did not check: ${count} (${why})`,
    },
    host: {
      in: (address: string) => `${address}: reached, key on file, logged in`,
      here: (account: string) => `This machine, as ${account}`,
      trust: (target: string) => `npx backout hosts trust ${target}`,
      keyChanged: (remove: string, trust: string) =>
        `find out first whether the host was set up anew or somebody is in between; only when its people confirm the new key: ${remove}, then ${trust}`,
      tools: (count: number) => `Commands that Backout and the plan need: all ${count} are there`,
      tool: (name: string, user: string) =>
        advice(
          `The command ${name} is missing${user === '' ? '' : ` for ${user}`}`,
          `install it on the host, or correct the PATH of ${user === '' ? 'the account' : user}`,
        ),
      toolOptional: (names: string) => `Missing, but the plan’s scripts ask first: ${names}`,
      state: (free: string) => `Its home directory can be written; ${free} free`,
      stateClosed: (path: string) =>
        advice(`${path} cannot be written`, 'give it to the account that logs in (chown), mode 700'),
      stateNoFolder: (path: string) =>
        advice(
          `${path} is not a folder, so no step can start`,
          `on the host, move it away: mv ${path} ${path}.old; Backout makes the folder itself`,
        ),
      stateFull: (path: string, free: string) => advice(`Only ${free} free at ${path}`, 'free space on that disk'),
      memory: advice(
        'There is no directory in memory for secrets',
        'mount a tmpfs on /dev/shm, or set BACKOUT_SECRETS_DIR',
      ),
      journal: (user: string) =>
        advice(
          'The plan’s checks of the log cannot read the journal of systemd',
          `as root: usermod -aG systemd-journal ${user}; restart a bot that runs, it sees the group from its next login on`,
        ),
      boot: advice(
        'The host does not say when it was started anew',
        'make /proc/sys/kernel/random/boot_id readable; else a restart during a step is not recognised',
      ),
      clock: (seconds: number) => `Its clock is right (within ${seconds} s)`,
      clockWrong: (seconds: number) => advice(`Its clock is ${seconds} s off`, 'set it: timedatectl set-ntp true'),
      sudo: (user: string) => `sudo to ${user} works without a password`,
      sudoRefused: (user: string, account: string, why: string) =>
        advice(
          `sudo to ${user} is refused: ${why}`,
          `on the host, with visudo: ${account} ALL=(${user}) NOPASSWD: ALL, or only what the plan needs`,
        ),
      silent: (why: string) =>
        advice(`It gave no usable answer: ${why}`, 'look at the login shell and the PATH of the account'),
    },
    trust: {
      already: (host: string, file: string) => `✓ ${host}: its key is already in ${file}`,
      unreachable: (host: string, why: string) =>
        `✗ ${host} cannot be reached: ${why} → check host and port in backout.yaml, the network and the firewall`,
      shows: (host: string) => `${host} shows this key:`,
      compare: (user: string) =>
        `Compare it with the one on the host, by a way you already trust (its console, or a colleague logged in there as ${user}):`,
      ask: (host: string) => `Is it the same, and shall ${host} be trusted? (yes/no) `,
      yes: ['yes', 'y'] as readonly string[],
      refused: (host: string) => `✗ ${host}: not trusted; nothing was written`,
      added: (host: string, file: string) => `✓ ${host}: its key was added to ${file}`,
      unwritable: (file: string, why: string) =>
        `✗ ${file} cannot be written: ${why} → make the file, or its folder while there is no file, writable for this account`,
      noTerminal:
        '✗ Nobody can answer here: this is no terminal. → Compare the fingerprints above, then run the same command with --yes, or run it in a terminal',
      changed: (host: string) => `✗ ALARM: ${host} shows another key than the one on file.`,
      onFile: (fingerprint: string) => `  on file: ${fingerprint}`,
      shown: (fingerprint: string) => `  shown:   ${fingerprint}`,
      whyChanged:
        '  Either the host was set up anew, or somebody is in between. Nothing was changed, and Backout runs nothing there.',
      remove: (command: string) =>
        `  → Only when the people of that host confirm the new key: ${command}, then run this command again`,
      revoked: (host: string, file: string) =>
        `✗ ALARM: ${host} shows a key that ${file} marks as @revoked. Nothing was changed. → Ask the people of that host`,
      noTargets: 'There is no target that is reached over SSH.',
      unknown: (name: string, known: string) => `there is no SSH target ${name} in the inventory; there is ${known}`,
    },
  },
};

const KIND = {
  guest: 'is a guest',
  bot: 'is a bot',
  deactivated: 'is deactivated',
  stranger: 'belongs to another organisation',
} as const;
