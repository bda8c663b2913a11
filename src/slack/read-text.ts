/**
 * What a person typed, with Slack's escapes undone: `&lt;` is `<` again, and mentions of the bot are left out.
 * Other mentions stay as ids, `<@U…>`, which cannot be forged by typing a name.
 */
export function readText(text: string, bot?: string): string {
  const own = bot === undefined ? text : text.replaceAll(new RegExp(`<@${bot}(\\|[^>]*)?>`, 'g'), ' ');
  // The ampersand comes last: "&amp;lt;" was typed as "&lt;".
  return own.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').trim();
}
