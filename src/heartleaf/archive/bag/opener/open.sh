#!/bin/sh
# open.sh KEYFILE OUT
#
# Opens this sealed export into plain files. It needs the command age (https://age-encryption.org),
# and neither Heartleaf nor a network.
#
#   KEYFILE   a text file with the key of the printed sheet, AGE-SECRET-KEY-1…
#             (spaces, line breaks and small letters do not matter)
#   OUT       a new folder. What is in it afterwards can be READ BY ANYONE: mind where it lies.
#
# data/index.age says what each file is called: a line for each, its number, in how many parts it
# is, its size in bytes, its SHA-256 and its name, with a tab between. The parts, opened one after
# the other, are the file.
set -eu
umask 077 # whatever is written here is for its owner alone

fail() {
	printf 'open.sh: %s\n' "$*" >&2
	exit 1
}

[ $# -eq 2 ] || fail "Say the file with the key, and a new folder: sh open.sh KEYFILE OUT"
command -v age >/dev/null || fail "The command age is not here. On Debian or Ubuntu: apt install age"
if command -v sha256sum >/dev/null; then sha256() { sha256sum; }
elif command -v shasum >/dev/null; then sha256() { shasum -a 256; }
else fail "Neither sha256sum nor shasum is here, so nothing could be checked."; fi
here=$(cd "$(dirname "$0")" && pwd)/data
[ -f "$here/index.age" ] || fail "There is no index.age in $here."
key=$(grep -v '^#' "$1" | tr -d ' \t\r\n' | tr 'a-z' 'A-Z')
mkdir "$2" || fail "$2 must be a new folder."

# The key is handed over through a pipe: it is in no file and in no list of processes.
unseal() { printf '%s\n' "$key" | age --decrypt --identity - "$1"; }

index=$(unseal "$here/index.age") || fail "This key does not open it. Is every letter of it right?"
tab=$(printf '\t')
problems=0
while IFS="$tab" read -r number parts size hash name; do
	[ -n "$name" ] || continue # the first line says which format this is
	case "/$name/" in */../* | //*) fail "A name here leads out of the folder: $name" ;; esac
	mkdir -p "$2/$(dirname "$name")"
	part=1
	: >"$2/$name"
	while [ "$part" -le "$parts" ]; do
		file="$here/$number.age"
		[ "$part" -eq 1 ] || file="$here/$number.$part.age"
		unseal "$file" >>"$2/$name" </dev/null || problems=1
		part=$((part + 1))
	done
	found=$(sha256 <"$2/$name")
	if [ "${found%% *}" != "$hash" ] || [ "$(wc -c <"$2/$name")" -ne "$size" ]; then
		printf 'open.sh: %s is damaged, or it was exchanged (%s)\n' "$name" "$here/$number.age" >&2
		problems=1
	fi
done <<EOF
$index
EOF
[ "$problems" -eq 0 ] || printf 'open.sh: What is named above is not as it was.\n' >&2
printf 'Opened into %s. Begin with index.html there.\n' "$2"
exit "$problems"
