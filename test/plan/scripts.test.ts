import { describe, expect, it } from 'vitest';
import { readPlan } from '../../src/plan/read-plan.js';
import { inEnglish } from '../helpers/in-english.js';
import { s2Text } from '../helpers/plan.js';

const STEP = '          flags=$(curl -fsS --max-time 10 "$ADMIN_API/api/admin/feature-flags")\n';
const CHECK = 'run: curl -fsS --max-time 5 "$ADMIN_API/api/admin/feature-flags"';

type Place = { readonly line: number; readonly column: number };

function problemsOf(text: string): readonly (Place & { readonly message: string; readonly path: string })[] {
  const reading = readPlan(text, 'x');
  return reading.ok ? [] : inEnglish(reading.problems);
}

/** S2's plan with lines put before the command of its second step, which has no secrets. */
const inStep = (lines: string) => s2Text.replace(STEP, () => `${lines.replaceAll(/^/gm, '          ')}\n${STEP}`);
const messagesOf = (text: string) => problemsOf(text).map(({ message }) => message);

/** The same in the first step, which lists ADMIN_KEY. */
const FIRST = '          curl -fsS --max-time 15';
const withSecret = (lines: string) => s2Text.replace(FIRST, () => `${lines.replaceAll(/^/gm, '          ')}\n${FIRST}`);

describe('a variable that nobody defines', () => {
  it.each([
    ['rm -rf "$BACKUP_DIRR/x"', 'there is no variable BACKUP_DIRR; write $BACKUP_DIR'],
    [
      'echo "${STATE%/*}"',
      'there is no variable STATE; declare it in variables:, or, where a file on the host sets it',
    ],
    ['. "$APP_DIR/config.env"; echo "$PORT"', 'or the script chooses what to take without it, write ${PORT:-…}'],
    ['echo "${STATE:?}" ', 'there is no variable STATE'],
    ['echo "it\'s $STATE"', 'there is no variable STATE'],
    ['cat <<E\n$STATE\nE', 'there is no variable STATE'],
    ['curl -f -H @"$ADMIN_KEY_FILE" x', '$ADMIN_KEY_FILE is not given to this step; add secrets: [ADMIN_KEY]'],
    ['echo "$ADMIN_KEY"', 'there is no variable ADMIN_KEY; a secret arrives as a file: write $ADMIN_KEY_FILE'],
    ['echo "$BACKOUT_RUNS"', 'there is no variable BACKOUT_RUNS; write $BACKOUT_RUN'],
  ])('%s', (script, message) => {
    expect(messagesOf(inStep(script)).join('\n')).toContain(message);
  });

  it.each([
    'echo "$BACKUP_DIR" "$BACKOUT_RUN" "$BACKOUT_STEP" "$PATH" "$HOME" "$LC_ALL" "$TMPDIR"',
    "echo '$STATE' \\$STATE # $STATE",
    'echo "${STATE:-none}" "${STATE-}" "${STATE:+x}"',
    'STATE=x; echo "$STATE"',
    'export STATE=x; echo "$STATE"',
    'echo a | while read -r STATE REST; do echo "$STATE$REST"; done',
    'for STATE in a b; do echo "$STATE"; done',
    ': "${STATE:=x}"; echo "$STATE"',
    "awk '{ print $NF }' x",
    "cat <<'E'\n$STATE\nE",
    'echo "$state" "$1" "$?" "$$"',
  ])('is told from one that is fine: %s', (script) => {
    expect(messagesOf(inStep(script))).toEqual([]);
  });

  it('is found in a check, which has neither secrets nor a step', () => {
    const said = (script: string) => messagesOf(s2Text.replace(CHECK, () => `run: ${script}`));
    expect(said('echo "$ADMIN_APII"')).toEqual(['there is no variable ADMIN_APII; write $ADMIN_API']);
    expect(said('cat "$ADMIN_KEY_FILE"')).toEqual([
      '$ADMIN_KEY_FILE is not given to a check: secrets go to steps only',
    ]);
    expect(said('echo "$BACKOUT_RUN"')).toEqual([
      '$BACKOUT_RUN is not given to a check, only to steps and to what restore: asks',
    ]);
  });

  it.each([
    ['a block', (script: string) => inStep(`true\n  ${script}`)],
    ['one line', (script: string) => s2Text.replace(CHECK, () => `run: ${script}`)],
    ['a quoted line', (script: string) => s2Text.replace(CHECK, () => `run: '${script}'`)],
  ])('is pointed at in the file itself, in %s', (_what, put) => {
    const text = put('echo "$STATE"');
    const at = text.indexOf('$STATE');
    const before = text.slice(0, at).split('\n');
    expect(problemsOf(text)).toMatchObject([{ line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }]);
  });

  it('is pointed at by its line in the script where YAML joins lines', () => {
    const text = s2Text.replace(CHECK, () => 'run: >\n            true\n\n            echo "$STATE"');
    const line = text.slice(0, text.indexOf('run: >')).split('\n').length;
    expect(problemsOf(text)).toMatchObject([{ line, message: expect.stringMatching(/^line 2: there is no/) }]);
  });
});

describe('a secret that would leave its file', () => {
  it.each([
    'curl -f -H "X-Admin-Key: $(cat "$ADMIN_KEY_FILE")" x',
    'curl -f -H "X-Admin-Key: $(<$ADMIN_KEY_FILE)" x',
    'curl -f -H `cat $ADMIN_KEY_FILE` x',
    'curl -f -H "$(head -1 "$ADMIN_KEY_FILE")" x',
    'curl -f -H "$(cat <"${ADMIN_KEY_FILE}")" x',
    'key=$(sudo sed -n 1p -- "$ADMIN_KEY_FILE")',
    'key=$(cat "$ADMIN_KEY_FILE" | tr -d "\\n")',
    'x=$(curl -f "file://$ADMIN_KEY_FILE")',
    'read -r KEY <"$ADMIN_KEY_FILE"',
    'while read -r KEY; do echo; done <"$ADMIN_KEY_FILE"',
    'cat "$ADMIN_KEY_FILE" | while read -r KEY; do echo; done',
    'cat "$ADMIN_KEY_FILE" | xargs curl -f x -H',
    'xargs curl -f x -H <"$ADMIN_KEY_FILE"',
    '. "$ADMIN_KEY_FILE"',
  ])('%s', (script) => {
    const messages = messagesOf(withSecret(script));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^the content of ADMIN_KEY would stand .* -H @"\$ADMIN_KEY_FILE"$/);
  });

  it.each([
    'flags=$(curl -fsS -H @"$ADMIN_KEY_FILE" "$ADMIN_API/flags")',
    'name=$(ssh -i "$ADMIN_KEY_FILE" localhost hostname)',
    'rows=$(PGPASSFILE="$ADMIN_KEY_FILE" psql -c "select 1")',
    '[ -s "$ADMIN_KEY_FILE" ]',
    'wc -c <"$ADMIN_KEY_FILE"',
    "echo '$(cat $ADMIN_KEY_FILE)'",
  ])('is told from a use of the file: %s', (script) => {
    expect(messagesOf(withSecret(script))).toEqual([]);
  });
});

describe('a script without its end', () => {
  it.each([
    ['test -d "$STATE_DIR', '"', 'this " is never closed; write " where it ends'],
    ['x=$(date +%s', '$(', 'this $( is never closed; write ) where it ends'],
    ['cat <<END', '<<END', 'the text after <<END has no end; write a line below it that says END and nothing else'],
  ])('%s', (script, opener, message) => {
    // The rest of the script holds no quote that would end it by chance.
    const text = s2Text.replace(CHECK, () => `run: |\n            true\n            ${script}`);
    const before = text.slice(0, text.indexOf(script) + script.indexOf(opener)).split('\n');
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    expect(problemsOf(text)).toEqual([{ ...place, path: expect.stringContaining('command.run'), message }]);
  });
});

describe('a value outside of quotes that says what to change or remove', () => {
  it.each([
    ['rm -rf -- $BACKUP_DIR', '"$BACKUP_DIR"'],
    ['rm -rf ${BACKUP_DIR}/*', '"${BACKUP_DIR}"'],
    ['sudo -u app mv x "$BACKUP_DIR"/$API', '"$API"'],
    ['timeout 5 /bin/cp -p a $(cat "$BACKUP_DIR/name")', '"$(cat "$BACKUP_DIR/name")"'],
    ['if chown app $BACKUP_DIR; then true; fi', '"$BACKUP_DIR"'],
    ['for each in a b; do chmod u+x $each; done', '"$each"'],
  ])('%s', (script, quoted) => {
    expect(messagesOf(inStep(script))).toEqual([expect.stringContaining(`outside of quotes, so a blank or a * in it`)]);
    expect(messagesOf(inStep(script))[0]).toContain(`quote it: ${quoted}, and loop over several files`);
  });

  it.each([
    'rm -rf -- "$BACKUP_DIR"/*',
    'for each in $BACKUP_DIR; do rm -f -- "$each"; done',
    'echo rm $BACKUP_DIR; ls $BACKUP_DIR; # rm $BACKUP_DIR',
    'target=$BACKUP_DIR; cp x "$target" >$BACKUP_DIR/log',
    'cp "x$((1 + 1))" x$((1 + 1))',
  ])('is told from what is fine: %s', (script) => {
    expect(messagesOf(inStep(script))).toEqual([]);
  });
});

describe('curl that calls an HTTP error a success', () => {
  it.each([
    'curl "$API/health"',
    'curl -sS -o /dev/full "$API/f"',
    'if ! curl -s x | grep -q ok; then exit 1; fi',
    'x=$(/usr/bin/curl -s x)',
    'sudo -u app timeout 5 curl -s x',
    'curl -ofile x',
    'curl --fail-early x',
  ])('%s', (script) => {
    expect(messagesOf(inStep(script))).toEqual(['curl calls an HTTP error a success; add -f, e.g. curl -fsS']);
  });

  it.each([
    'curl -fsS x',
    'curl -sSf x',
    'curl --fail x',
    'curl --silent --fail-with-body x',
    'curl -XPOST -sf x',
    '[ "$(curl -s -o /dev/null -w "%{http_code}" x)" = 503 ]',
    'command -v curl',
    'apt-get install -y curl; which curl; echo "curl x"; # curl x',
    'timeout 5 curl -fsS x',
  ])('is told from what is fine: %s', (script) => {
    expect(messagesOf(inStep(script))).toEqual([]);
  });
});
