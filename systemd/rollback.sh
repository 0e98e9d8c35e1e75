#!/bin/sh
# Which release the leaf starts from. Plain sh and no part of what an update swaps: it has to work
# where the new release does not.
#
#   rollback.sh start   before every start of the leaf: finishes a switch or a way back that a power
#                       cut broke off, counts a start of a release on trial, and resets the machine
#                       where the disk holds the leaf of before so that it cannot even be killed
#   rollback.sh         when the leaf failed for good: on trial, back to the release before; else
#                       the same one again, after a pause. No version ever bounces on a sick disk.
#
#   FELT_RELEASES   folder of releases, links and state (/opt/felt)
#   FELT_FACTORY    folder of the release that came with the image (/usr/lib/felt)
#   FELT_PAUSE_S    seconds before a leaf that failed for good is tried again (5)
#
# The state says what is meant and the links follow it, so it is always written first.
set -u

releases=${FELT_RELEASES:-/opt/felt}
factory=${FELT_FACTORY:-/usr/lib/felt}
pause=${FELT_PAUSE_S:-5}
state=$releases/state
unit=felt-leaf.service
# Elsewhere in tests.
cgroups=${FELT_CGROUPS:-/sys/fs/cgroup}
uptime=${FELT_UPTIME:-/proc/uptime}
sysrq=${FELT_SYSRQ:-/proc/sysrq-trigger}

say() { echo "rollback: $*" >&2; }

# All of the state at one moment: root's part of an update may be about to write the next one.
load() { known=$(cat "$state" 2>/dev/null); }

value() { printf '%s\n' "$known" | sed -n "s/^$1=//p" | tail -n 1; }

# A trial is changed by one at a time: root's part may be confirming it just now. Whoever holds this
# has it for moments only, and however that is, the leaf has to start.
lock() {
  # Not `:`, whose failure would end the script.
  if [ "$(value STATE)" != trial ] || ! true >>"$releases/lock"; then return; fi
  exec 9>>"$releases/lock"
  flock -w 3 9 || say 'somebody else holds the lock: on without it'
  load
}

unlock() { exec 9>&-; }

# A number out of the state, or nothing: what is no number leads to no folder.
number() {
  case $(value "$1") in
    '' | *[!0-9]*) ;;
    *) value "$1" ;;
  esac
}

# put KEY=VALUE...: durably, with every other line as it was.
put() {
  keys=
  for line in "$@"; do keys="$keys${keys:+|}${line%%=*}"; done
  # 1 is of a file with no other line; more is of one that could not be read, whose lines would be gone.
  { grep -Ev "^($keys)=" "$state" || [ $? -eq 1 ]; } >"$state.new" &&
    printf '%s\n' "$@" >>"$state.new" &&
    chmod 0644 "$state.new" && sync "$state.new" &&
    mv -f "$state.new" "$state" && sync "$releases" && load
}

# point LINK TARGET: durably; at every moment the link leads to the old or to the new one.
point() {
  rm -rf "$releases/$1.new"
  ln -s "$2" "$releases/$1.new" && mv -T "$releases/$1.new" "$releases/$1" && sync "$releases"
}

runs() { [ -n "$1" ] && [ -x "$releases/releases/$1/felt-leaf" ]; }

is_current() { [ "$(readlink "$releases/current")" = "releases/$1" ]; }

# Where the way back leads: to the release before, or to the one that came with the image.
before() {
  from=$(number FROM)
  if runs "$from"; then
    echo "releases/$from"
  elif [ -x "$factory/felt-leaf" ]; then
    echo "$factory"
  else
    say "there is no release ${from:-before this one} to go back to"
    return 1
  fi
}

back() {
  target=$(before) || return
  to=$(number TO)
  set -- STATE=rolledback "REASON=$1" "AT=$(date +%s)000"
  # On a full disk the release that failed makes room for what is said of it.
  put "$@" || { [ -n "$to" ] && rm -rf "$releases/incoming" "$releases/releases/$to" && put "$@"; } ||
    return
  point current "$target" && say "back on $target from $to: $(value REASON)"
}

# What a power cut left half done.
settle() {
  to=$(number TO)
  case $(value STATE) in
    trial)
      if ! runs "$to"; then
        back missing
      elif ! is_current "$to"; then
        from=$(number FROM)
        if runs "$from"; then point previous "releases/$from"; fi
        point current "releases/$to"
      fi
      ;;
    rolledback)
      if is_current "$to" && target=$(before); then point current "$target"; fi
      ;;
  esac
}

count_try() {
  left=$(value TRIES_LEFT)
  case $left in
    [1-9] | [1-9][0-9]) put "TRIES_LEFT=$((left - 1))" ;;
    *) back tries-left ;;
  esac
}

# Whatever happened to the links: something is started.
mend() {
  [ -x "$releases/current/felt-leaf" ] && return
  if [ -x "$releases/previous/felt-leaf" ]; then
    say 'the release of now cannot be run: the one before'
    point current "$(readlink "$releases/previous")"
  elif [ -x "$factory/felt-leaf" ]; then
    say 'no release can be run: the one that came with the image'
    point current "$factory"
  fi
}

before_start() {
  reset_if_stuck
  lock
  settle
  if [ "$(value STATE)" = trial ]; then count_try; fi
  mend
  unlock
}

# A process of the leaf that SIGKILL did not end: it waits for a disk that does not answer (measured
# on a frozen file system: such a write cannot be killed, and ends with the process once it is let).
stuck() {
  group=$(systemctl show --property=ControlGroup --value "$unit")
  [ -n "$group" ] || return 1
  while read -r pid; do
    # Bit 9 of the signals that wait for the process.
    if grep -Eq '^(Sig|Shd)Pnd:.*[13579bdf]..$' "/proc/$pid/status" &&
      grep -q '^State:.D' "/proc/$pid/status"; then
      echo "$pid"
      return
    fi
  done 2>/dev/null <"$cgroups$group/cgroup.procs"
  return 1
}

# It keeps the log locked, and nothing but a reset of the machine ends it. Not within the first five
# minutes: a disk that is dead for good must not keep the machine from being looked at. Nothing is
# lost by it, because what was acknowledged is on the disk.
reset_if_stuck() {
  pid=$(stuck) || return
  read -r up _ <"$uptime"
  [ "${up%%.*}" -ge 300 ] || return
  say "process $pid cannot be killed: the machine is reset"
  echo b >"$sysrq" || systemctl --force reboot
}

failed() {
  # From systemd 254 on this is called before automatic restarts, too: those are not for good.
  case $(systemctl show --property=SubState --value "$unit") in
    failed | '') ;;
    *) return ;;
  esac
  reset_if_stuck
  lock
  if [ "$(value STATE)" = trial ] && back "${MONITOR_SERVICE_RESULT:-failed}"; then pause=0; fi
  # Others need not wait for a pause.
  unlock
  sleep "$pause"
  systemctl reset-failed "$unit"
  systemctl --no-block start "$unit"
}

load
case ${1:-} in
  start) before_start ;;
  '') failed ;;
  *)
    say "there is no word \"$1\""
    exit 2
    ;;
esac
# Nothing that fails here may keep the leaf from starting.
exit 0
