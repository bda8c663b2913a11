// A stand-in for the users of meiyueart.com: twice a second one logs in, looks at their own page and, every other time,
// changes their password to the one they have. What the last one met is kept in a file, for whoever looks from outside.
import { renameSync, writeFileSync } from 'node:fs';

const [base, username, password, outcomeFile] = process.argv.slice(2);
const everyMs = 500;
const patienceMs = 2_500;

let count = 0;
let isBusy = false;
const met = { login: undefined, referrer: undefined, password: undefined };

setInterval(() => {
  if (!isBusy) void visit(count++);
}, everyMs);

async function visit(index) {
  isBusy = true;
  const { token } = await ask('/api/login', { username, password });
  met.login = token !== undefined;
  const info = token === undefined ? {} : await ask('/api/user/info', undefined, token);
  met.referrer = Boolean(info.referrer);
  if (index % 2 === 0) {
    const change = { old_password: password, new_password: password };
    met.password = token === undefined ? false : 'message' in (await ask('/api/user/password', change, token));
  }
  writeFileSync(`${outcomeFile}.new`, JSON.stringify({ at: Date.now(), ...met }));
  renameSync(`${outcomeFile}.new`, outcomeFile);
  isBusy = false;
}

/** The answer's body; an empty one when there was none or it tells of an error. */
async function ask(path, body, token) {
  try {
    const response = await fetch(base + path, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      signal: AbortSignal.timeout(patienceMs),
    });
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}
