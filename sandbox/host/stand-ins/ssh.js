// Stand-in for ssh: [-q -T -n -x -v] [-p port] [-i key] [-o …, not looked at] [user@]host command. It asks no questions: an
// unknown host key ends it with 255, as BatchMode and StrictHostKeyChecking do.
import { readArguments, runOn } from './ssh-connection.js';

const flags = ['-q', '-T', '-n', '-x', '-v', '-a'];

try {
  const { options, rest } = readArguments(process.argv.slice(2), flags);
  const [destination, ...words] = rest;
  if (destination === undefined || words.length === 0) throw new Error('usage: ssh [user@]host command');
  const isSilent = process.argv.includes('-n');
  process.exitCode = await runOn(destination, words.join(' '), {
    port: options['-p'],
    identity: options['-i'],
    input: isSilent ? '' : process.stdin,
    out: (chunk) => process.stdout.write(chunk),
    err: (chunk) => process.stderr.write(chunk),
  });
} catch (error) {
  process.stderr.write(`ssh: ${error.message}\n`);
  process.exitCode = 255;
}
// The command has ended; whoever holds standard input open need not.
process.stdin.destroy();
