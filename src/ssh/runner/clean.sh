# Part of the runner: clears old steps away.

# Once a day, removes directories whose result is older than 14 days; one without a result is evidence and stays.
bo_clean() {
  bo_day= bo_done=$bo_home/cleaned
  [ ! -s "$bo_done" ] || read -r bo_day <"$bo_done"
  [ "$bo_day" != "$bo_today" ] || return 0
  if [ -n "$bo_is_new" ]; then
    { printf '%s\n' "$bo_today"; } 2>/dev/null >"$bo_done"
    return
  fi
  (bo_clear_away) >/dev/null 2>&1 3<&- 4<&- 5<&- &
}

bo_clear_away() {
  printf '%s\n' "$bo_today" >"$bo_done"
  chmod 700 "$bo_home"
  rm -rf "$bo_home"/removing.*
  find "$bo_at" -mindepth 2 -maxdepth 2 -name result -size +0 -mtime +13 |
    while read -r bo_old; do
      bo_old=${bo_old%/result}
      [ -s "$bo_old/result" ] && mv "$bo_old" "$bo_home/removing.$$" && rm -rf "$bo_home/removing.$$"
    done
}
