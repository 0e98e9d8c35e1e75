#!/bin/sh
# Makes the data volume there: a file system labelled "felt-data". At the first boot it is made in the
# free space behind the root file system; where the board has a TPM it lies in LUKS, and only this
# board opens it. A second disk that is prepared with that label is taken as it is.
# Each step may lose power: what is not finished carries another label, and is made anew.
set -eu

NAME=felt-data     # of the file system, and of the open LUKS device
VAULT=felt-vault   # of the finished LUKS device
DRAFT=felt-draft   # of one that is being made: nothing is in it yet

say() { echo "felt-data: $*"; }

# Written for people and for the leaf: how the data lies on this board.
note() { mkdir -p /run/felt-image && echo "DATA_ENCRYPTED=$1" >/run/felt-image/data; }

device_of() { blkid --cache-file /dev/null --list-one --output device --match-token "LABEL=$1" || true; }

has_tpm() { [ -c /dev/tpmrm0 ]; }

# TPM2_DictionaryAttackLockReset, with the empty password of a TPM that nobody else owns. A TPM counts each
# time that its power goes without notice as somebody who guesses, and after some (three, thirty) gives
# nothing to anybody for hours. There is nothing to guess here: the key goes by the state of the firmware.
calm_tpm() {
  exec 3<>/dev/tpmrm0
  printf '\200\002\0\0\0\033\0\0\001\071\100\0\0\012\0\0\0\011\100\0\0\011\0\0\0\0\0' >&3
  # The second half of the answer's head is 0, or says what was wrong: then the key is asked for anyway.
  dd bs=4096 count=1 <&3 2>/dev/null | od -An -tx1 -j6 -N4 | grep -q '00 00 00 00' ||
    say 'the TPM does not let its counter of failures be reset'
  exec 3>&-
}

open_vault() {
  [ -e "/dev/mapper/$NAME" ] && return
  has_tpm || { say "$1 is encrypted, and the TPM that has its key is not there"; exit 1; }
  calm_tpm
  /lib/systemd/systemd-cryptsetup attach "$NAME" "$1" - tpm2-device=auto,headless=yes,discard
}

# The disk of the root file system, and the last partition on it.
root_disk() { lsblk --noheadings --nodeps --output PKNAME "$(findmnt --noheadings --output SOURCE /)"; }
last_part() { lsblk --noheadings --list --output PATH,TYPE "/dev/$1" | awk '$2 == "part" { path = $1 } END { print path }'; }

# A partition in the free space behind the last one: the one of an interrupted first boot, or a new one.
partition() {
  disk=$(root_disk)
  last=$(last_part "$disk")
  if [ "$last" != "$(findmnt --noheadings --output SOURCE /)" ]; then
    echo "$last"
    return
  fi
  # A written image is smaller than the disk it is on: the second table of GPT goes to the end first.
  sfdisk --relocate gpt-bak-std "/dev/$disk" >&2 || true
  echo ', +' | sfdisk --append --no-reread --no-tell-kernel --lock "/dev/$disk" >&2
  partx --update "/dev/$disk" >&2
  udevadm settle
  last_part "$disk"
}

# The key is random and only ever in memory; the TPM gives it back while Secure Boot's state is the same.
make_vault() {
  key=/run/felt-data.key
  (umask 077 && head -c 64 /dev/urandom >"$key")
  cryptsetup luksFormat --batch-mode --type luks2 --label "$DRAFT" --key-file "$key" \
    --pbkdf pbkdf2 --pbkdf-force-iterations 1000 "$1"
  systemd-cryptenroll --unlock-key-file="$key" --tpm2-device=auto --tpm2-pcrs=7 "$1"
  cryptsetup open --key-file "$key" "$1" "$NAME"
  cryptsetup luksRemoveKey --batch-mode "$1" "$key"
  rm -f "$key"
  make_files "/dev/mapper/$NAME"
  sync
  cryptsetup config "$1" --label "$VAULT"
}

make_files() { mkfs.ext4 -q -L "$NAME" -E lazy_itable_init=1,lazy_journal_init=1 "$1"; }

make_data() {
  draft=$(device_of "$DRAFT")
  part=${draft:-$(partition)}
  [ -n "$part" ] || { say "no free space for the data volume"; exit 1; }
  # Not ours: whatever it is, it is not overwritten.
  found=$(blkid --probe --match-tag TYPE --output value "$part" || true)
  if [ -z "$draft" ] && [ -n "$found" ]; then
    say "$part holds $found already, and is no data volume of Felt"
    exit 1
  fi
  if has_tpm; then
    say "making $part, encrypted by the key in this board's TPM"
    make_vault "$part"
  else
    say "making $part, not encrypted: this board has no key store"
    make_files "$part"
  fi
}

# Disks and the TPM may come up after this was started.
udevadm settle
vault=$(device_of "$VAULT")
if [ -n "$vault" ]; then
  open_vault "$vault"
elif [ -z "$(device_of "$NAME")" ]; then
  make_data
fi
udevadm settle
if [ -e "/dev/mapper/$NAME" ]; then note tpm2; else note no; fi
