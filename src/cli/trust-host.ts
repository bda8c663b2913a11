import { readFile } from 'node:fs/promises';
import type { Connection } from '../config/inventory.js';
import { fileFault } from '../domain/file-fault.js';
import type { Target } from '../domain/target.js';
import type { Language } from '../domain/text.js';
import { addKnownHost, askHostKey, type HostKey, knownHostsLine } from '../ssh/host-key.js';
import {
  algorithmsOf,
  judgeHostKey,
  type KnownHost,
  knownHostsName,
  knownHostsOf,
  parseKnownHosts,
} from '../ssh/known-hosts.js';
import { words } from '../view/words/words.js';

const TIMEOUT = 10_000;

/** A target over SSH and its files. */
export type SshTarget = Target & Connection;

/** The person at the terminal, or nobody. */
export type Asking = {
  readonly print: (line: string) => void;
  /** True for a yes; undefined when nobody can answer. */
  readonly confirm: (question: string, yes: readonly string[]) => Promise<boolean | undefined>;
  readonly language: Language;
};

/** Shows a host's key and, once a person has compared it, writes it down. True when it is on file afterwards. */
export async function trustHost(target: SshTarget, asking: Asking): Promise<boolean> {
  const { print, language } = asking;
  const { trust } = words(language).doctor;
  const name = nameOf(target, language);
  const known = await pinsOf(target);
  if (known instanceof Error) return refuse(print, trust.unwritable(target.knownHostsFile, fileFault(known)[language]));
  const shown = await shownBy(target, known);
  if (!shown.ok) return refuse(print, trust.unreachable(name, shown.failure.detail ?? shown.failure.code));
  const settled = settledBy(known, shown.value, target, asking);
  return settled ?? offer(target, shown.value, asking);
}

/** Says what the file says of a key. True when it is on file, false when it must not be; undefined when the host is not there. */
function settledBy(
  known: readonly KnownHost[],
  { key }: HostKey,
  target: SshTarget,
  asking: Asking,
): boolean | undefined {
  const { print, language } = asking;
  const { trust } = words(language).doctor;
  const verdict = judgeHostKey(known, key);
  switch (verdict.kind) {
    case 'pinned':
      print(trust.already(nameOf(target, language), target.knownHostsFile));
      return true;
    case 'revoked':
      return refuse(print, trust.revoked(nameOf(target, language), target.knownHostsFile));
    case 'changed':
      return alarm(target, verdict, asking);
    case 'unknown':
      return undefined;
  }
}

/** A key of a kind that is on file, or else whatever the host shows: then it is another one. */
async function shownBy(target: SshTarget, known: readonly KnownHost[]): ReturnType<typeof askHostKey> {
  const kinds = algorithmsOf(known);
  const same = kinds.length > 0 ? await askHostKey(target, TIMEOUT, kinds) : undefined;
  return same?.ok ? same : askHostKey(target, TIMEOUT);
}

async function pinsOf({ knownHostsFile, host, port }: SshTarget): Promise<readonly KnownHost[] | Error> {
  try {
    return knownHostsOf(parseKnownHosts(await readFile(knownHostsFile, 'utf8')), host, port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return error.code === 'ENOENT' ? [] : error;
  }
}

function alarm(
  target: SshTarget,
  { fingerprint, pinned }: { readonly fingerprint: string; readonly pinned: readonly string[] },
  { print, language }: Asking,
): false {
  const { trust } = words(language).doctor;
  print(trust.changed(nameOf(target, language)));
  for (const each of pinned) print(trust.onFile(each));
  print(trust.shown(fingerprint));
  print(trust.whyChanged);
  return refuse(print, trust.remove(`ssh-keygen -R '${knownHostsName(target)}' -f '${target.knownHostsFile}'`));
}

async function offer(target: SshTarget, shown: HostKey, asking: Asking): Promise<boolean> {
  const { print, confirm, language } = asking;
  const { trust } = words(language).doctor;
  const name = nameOf(target, language);
  print(trust.shows(name));
  print(`  ${shown.type}  ${shown.fingerprint}`);
  print(trust.compare(target.user));
  print(`  ssh-keygen -lf /etc/ssh/ssh_host_${kindOf(shown.type)}_key.pub`);
  const isSame = await confirm(trust.ask(name), trust.yes);
  if (isSame === undefined) return refuse(print, trust.noTerminal);
  if (!isSame) return refuse(print, trust.refused(name));
  return write(target, shown, asking);
}

async function write(target: SshTarget, shown: HostKey, asking: Asking): Promise<boolean> {
  const { print, language } = asking;
  const { trust } = words(language).doctor;
  // A person takes their time; meanwhile somebody else may have written.
  const known = await pinsOf(target);
  if (known instanceof Error) return refuse(print, trust.unwritable(target.knownHostsFile, fileFault(known)[language]));
  const settled = settledBy(known, shown, target, asking);
  if (settled !== undefined) return settled;
  try {
    await addKnownHost(target.knownHostsFile, knownHostsLine(target, shown));
  } catch (error) {
    return refuse(print, trust.unwritable(target.knownHostsFile, fileFault(error)[language]));
  }
  print(trust.added(nameOf(target, language), target.knownHostsFile));
  return true;
}

function refuse(print: Asking['print'], line: string): false {
  print(line);
  return false;
}

/** `app (10.0.0.5:2222)`. */
function nameOf({ name, host, port }: Target, language: Language): string {
  return `${name}${words(language).aside(port === 22 ? host : `${host}:${port}`)}`;
}

/** As OpenSSH names the file: `ssh-ed25519` lies in `ssh_host_ed25519_key.pub`. */
function kindOf(type: string): string {
  return /ed25519|ecdsa|rsa|dss/.exec(type)?.[0].replace('dss', 'dsa') ?? 'ed25519';
}
