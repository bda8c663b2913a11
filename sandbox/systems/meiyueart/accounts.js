import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const maxTokens = 200;

/** The accounts in their JSON file, a stand-in for the database. Logins live as long as the process. */
export function openAccounts(file) {
  const accounts = JSON.parse(readFileSync(file, 'utf8'));
  const tokens = new Map();
  const named = (username) => accounts.find((account) => account.username === username);
  const knows = (username, password) => named(username)?.password_hash === hashPassword(password ?? '');
  return {
    byToken: (token) => named(tokens.get(token)),
    login(username, password) {
      if (!knows(username, password)) return undefined;
      const token = randomBytes(16).toString('hex');
      tokens.set(token, username);
      if (tokens.size > maxTokens) tokens.delete(tokens.keys().next().value);
      return token;
    },
    /** False when the old password is wrong; the new one counts as the old one, so that the same twice is the same once. */
    changePassword(username, oldPassword, newPassword) {
      if (!knows(username, oldPassword) && !knows(username, newPassword)) return false;
      named(username).password_hash = hashPassword(newPassword);
      writeFileSync(`${file}.new`, JSON.stringify(accounts, null, 2));
      renameSync(`${file}.new`, file);
      return true;
    },
  };
}

export const hashPassword = (password) => createHash('sha256').update(`meiyueart:${password}`).digest('hex');
