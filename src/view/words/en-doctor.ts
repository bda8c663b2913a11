/** English: what `npx backout doctor` and `hosts trust` say. */
export const enDoctor = {
  doctor: {
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
        `✗ ${file} cannot be written: ${why} → make its folder writable for this account`,
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
