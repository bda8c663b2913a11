// Stand-in for systemctl and supervisorctl: asks the demonstration's service manager over its socket, says what it
// answers and ends with its exit code. Arguments: the socket, the tool's name, then whatever the caller gave.
import { connect } from 'node:net';

const [file, tool, ...args] = process.argv.slice(2);
let text = '';

const socket = connect(file, () => {
  socket.end(JSON.stringify({ tool, args, isRoot: process.env.SUDO_USER !== undefined }));
});
socket.setEncoding('utf8');
socket.on('data', (chunk) => {
  text += chunk;
});
socket.on('error', (error) => complain(error.message));
socket.on('end', () => {
  if (text === '') return complain('no answer');
  const { out = '', err = '', code } = JSON.parse(text);
  process.stdout.write(out);
  process.stderr.write(err);
  process.exitCode = code;
});

function complain(why) {
  process.stderr.write(`${tool}: cannot reach the service manager: ${why}\n`);
  process.exitCode = 1;
}
