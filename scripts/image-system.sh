#!/bin/sh
# Lays out the packages of Debian that the agent runs on, in an empty folder: the C library, libbpf with what it takes,
# and a shell for the launcher. Runs in the image's build.
#
#   image-system.sh FOLDER
set -eu

root=$1
packages='base-files dash libbpf1 libc6 libelf1 zlib1g'

mkdir -p "$root/var/lib/dpkg/status.d" /tmp/packages
cd /tmp/packages
apt-get update -q
# shellcheck disable=SC2086 # a list
apt-get download -q $packages

for package in *.deb; do
  # Conversions of character sets, translations and manuals are for other programs; licences stay.
  dpkg-deb --fsys-tarfile "$package" | tar -x -C "$root" --exclude='*/gconv' --exclude='./usr/share/locale' \
    --exclude='./usr/share/man' --exclude='./usr/share/lintian' --exclude='./usr/share/doc/*/[!c]*'
  # What scanners look for in an image without a package manager.
  dpkg-deb --field "$package" >"$root/var/lib/dpkg/status.d/${package%%_*}"
done

printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n' >"$root/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
# For the spool of whichever user the agent runs as; a new volume takes over owner and mode.
mkdir -m 1777 "$root/var/lib/vedette"
