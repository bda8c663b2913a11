// The shortcodes an operations bot uses; others stay readable as :name:.
const emoji: Record<string, string> = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  warning: '⚠️',
  rotating_light: '🚨',
  hourglass_flowing_sand: '⏳',
  hourglass: '⌛',
  arrows_counterclockwise: '🔄',
  rewind: '⏪',
  leftwards_arrow_with_hook: '↩️',
  lock: '🔒',
  unlock: '🔓',
  memo: '📝',
  clipboard: '📋',
  mag: '🔍',
  bell: '🔔',
  no_entry: '⛔',
  octagonal_sign: '🛑',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  red_circle: '🔴',
  white_circle: '⚪',
  stopwatch: '⏱️',
  hammer_and_wrench: '🛠️',
  package: '📦',
  tada: '🎉',
  eyes: '👀',
  '+1': '👍',
  information_source: 'ℹ️',
  question: '❓',
  bar_chart: '📊',
  floppy_disk: '💾',
  file_folder: '📁',
  busts_in_silhouette: '👥',
  bust_in_silhouette: '👤',
};

/** The character behind a shortcode. */
export function emojiOf(name: string, unicode?: string): string {
  if (emoji[name]) return emoji[name];
  if (!unicode) return `:${name}:`;
  return String.fromCodePoint(...unicode.split('-').map((code) => Number.parseInt(code, 16)));
}

/** Text with its shortcodes replaced. */
export function withEmoji(text: string): string {
  return text.replaceAll(/:([a-z0-9_+-]+):/g, (_all, name: string) => emojiOf(name));
}
