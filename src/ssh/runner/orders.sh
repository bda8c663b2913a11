# Part of the runner: hands a segment to the supervisor in Perl (perl/supervise.pl).

# Perl costs a segment one start and saves each step most of its own; supervise.sh serves where it is missing or unfit.
# What the account's environment tells every Perl to load might not fit this one.
bo_find_perl() {
  bo_perl=
  [ -r /proc/self/stat ] && [ -r /proc/uptime ] && [ -z "${PERL5OPT-}${PERL_UNICODE-}" ] || return 0
  ! command -v perl >/dev/null || bo_perl=1
}

# Fails when it could not begin. Once it has claimed a step nobody may follow it: they would share a room.
bo_supervise_in_perl() {
  { printf '%s\n__END__\n' "$bo_perl_program"; bo_write_orders; } | perl || [ -e "$bo_dir/claim" ]
}

# In a subshell: the segment and its steps, each field ended by a NUL, and `end` last: whoever reads less begins nothing. No
# value in any argument list or environment.
bo_write_orders() {
  eval "$bo_order"
  bo_export() { printf '%s\0%s\0' "$1" "$2"; }
  bo_export_file() { :; }
  bo_secret() { printf '%s\0%s\0' "$1" "$2"; }
  printf '%s\0' "$bo_at" "$bo_own" "$bo_umask" "$bo_grace" "$bo_beat" "$bo_cap" "$bo_tail_cap" "$bo_memory" \
    "$bo_fence" "$bo_epoch" "$bo_home/locks/$bo_system" "$bo_run"
  bo_k=$bo_n
  while command -v "bo_load_$bo_k" >/dev/null; do
    "bo_load_$bo_k" && "bo_text_$bo_k" || return 1
    printf '%s\0' "$bo_token" "$bo_digest" "$bo_deadline" "$bo_silence" "$bo_unneeded" "$bo_unclear" "$bo_script"
    "bo_export_$bo_k"
    printf '\0'
    [ -z "$bo_sealed" ] || "bo_secrets_$bo_k" || return 1
    printf '\0'
    bo_k=$((bo_k + 1))
  done
  printf 'end\0'
}
