import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import ssh2 from 'ssh2';

export type KeyPair = { readonly file: string; readonly privateText: string; readonly publicLine: string };

/** The ed25519 pair kept at `file` and `file.pub`; made when there is none. */
export function keepKeyPair(file: string, comment: string): KeyPair {
  if (!existsSync(file)) return makeKeyPair(file, comment);
  return { file, privateText: readFileSync(file, 'utf8'), publicLine: readFileSync(`${file}.pub`, 'utf8').trim() };
}

/** A new ed25519 pair, written to `file` (0600) and `file.pub`. */
export function makeKeyPair(file: string, comment: string): KeyPair {
  const pair = generate();
  const publicLine = `${pair.public.trim().split(' ').slice(0, 2).join(' ')} ${comment}`;
  writeFileSync(file, pair.private, { mode: 0o600 });
  chmodSync(file, 0o600);
  writeFileSync(`${file}.pub`, `${publicLine}\n`);
  return { file, privateText: pair.private, publicLine };
}

/** ssh2 writes about one ed25519 key in 200 wrongly (a leading zero is lost), so each is tried before it is used. */
function generate(): { private: string; public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    const [secret, open] = [ssh2.utils.parseKey(pair.private), ssh2.utils.parseKey(pair.public)];
    if (secret instanceof Error || open instanceof Error) continue;
    const signature = secret.sign('probe');
    if (!(signature instanceof Error) && open.verify('probe', signature) === true) return pair;
  }
}
