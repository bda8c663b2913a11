const styles: Record<string, Intl.DateTimeFormatOptions> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { dateStyle: 'long' },
  date_short: { dateStyle: 'medium' },
  date_long: { dateStyle: 'full' },
  date_pretty: { dateStyle: 'long' },
  date_short_pretty: { dateStyle: 'medium' },
  date_long_pretty: { dateStyle: 'full' },
  time: { timeStyle: 'short' },
  time_secs: { timeStyle: 'medium' },
};

/** A moment in the reader's own time zone, by Slack's format such as "{date_short} {time}". */
export function formatDate(timestamp: number, format: string): string {
  const moment = new Date(timestamp * 1000);
  const language = document.documentElement.lang || 'zh-CN';
  return format.replaceAll(/\{(\w+)\}/g, (all, name: string) =>
    styles[name] ? moment.toLocaleString(language, styles[name]) : all,
  );
}
