# Part of the runner: hands a segment to the supervisor in Perl (perl/supervise.pl).

# Perl costs a segment one start and saves each step most of its own; supervise.sh serves where it is missing or unfit.
# What the account's environment tells every Perl to load might not fit this one.
bo_find_perl() {
  bo_perl=
  [ -r /proc/self/stat ] && [ -r /proc/uptime ] && [ -z "${PERL5OPT-}${PERL_UNICODE-}" ] || return 0
  ! command -v perl >/dev/null || bo_perl=1
}

# Fails when it could not begin or broke: what it claimed is safe from the supervisor that follows. One that was killed by a
# signal has no follower.
bo_supervise_in_perl() {
  { printf '%s\n__END__\n' "$bo_perl_program"; bo_write_orders; } | perl
  bo_status=$?
  [ "$bo_status" -eq 0 ] || { [ "$bo_status" -gt 128 ] && [ "$bo_status" -le 192 ]; }
}

# In a subshell: the segment and its steps, each field ended by a NUL. No value in any argument list or environment.
bo_write_orders() {
  eval "$bo_order"
  bo_export() { printf '%s\0%s\0' "$1" "$2"; }
  bo_export_file() { :; }
  bo_secret() { printf '%s\0%s\0' "$1" "$2"; }
  printf '%s\0' "$bo_at" "$bo_own" "$bo_umask" "$bo_grace" "$bo_beat" "$bo_cap" "$bo_tail_cap" "$bo_memory" \
    "$bo_fence" "$bo_epoch" "$bo_home/locks/$bo_system" "$bo_run"
  bo_k=$bo_n bo_vault=
  while command -v "bo_load_$bo_k" >/dev/null; do
    "bo_load_$bo_k"
    "bo_text_$bo_k"
    printf '%s\0' "$bo_token" "$bo_digest" "$bo_deadline" "$bo_silence" "$bo_unneeded" "$bo_unclear" "$bo_script"
    "bo_export_$bo_k"
    printf '\0'
    [ -z "$bo_sealed" ] || "bo_secrets_$bo_k"
    printf '\0'
    bo_k=$((bo_k + 1))
  done
}
