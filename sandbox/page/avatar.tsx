// Calm colours that keep white letters readable.
const colours = ['#3b6ea8', '#8a5a9e', '#a8633b', '#3f7d62', '#6b6f7a'];

/** A coloured square with the first character of a name; the bot has its own sign. */
export function Avatar({ id, name, isBot = false }: { id: string; name: string; isBot?: boolean }) {
  const sum = [...id].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  const style = { background: isBot ? '#1f5f5b' : colours[sum % colours.length] };
  return (
    <span class="avatar" style={style} aria-hidden="true">
      {isBot ? '↩' : [...name][0]}
    </span>
  );
}
