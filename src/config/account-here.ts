import { userInfo } from 'node:os';

/** The account that Backout runs as. A container may give it a number without a name or a home. */
export function accountHere(): { readonly name: string; readonly home?: string; readonly shell: string } {
  try {
    const { username, homedir, shell } = userInfo();
    return { name: username, home: homedir, shell: shell ?? '/bin/sh' };
  } catch {
    return { name: String(process.getuid?.() ?? 'backout'), shell: '/bin/sh' };
  }
}
