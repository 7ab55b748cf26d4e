#!/bin/sh
# A mixed workload, as machines have it: installs packages, compiles, serves files under load, asks for names.
# usage: workload.sh DIRECTORY DNS_ADDRESS; the directory is empty and has no symbolic link in its path.
set -eu
work=$1
dns=$2
here=$(dirname "$0")
cd "$work"
export LC_ALL=C TMPDIR="$work"

# An installation: two versions of a package with files, a symbolic and a hard link, and scripts; then its removal.
package() {
  mkdir -p "package-$1/DEBIAN" "package-$1/usr/share/sample" "package-$1/usr/bin" "package-$1/etc"
  printf 'Package: sample\nVersion: %s\nArchitecture: all\nMaintainer: Nobody <nobody@example.com>\nDescription: sample\n' \
    "$1" >"package-$1/DEBIAN/control"
  printf '/etc/sample.conf\n' >"package-$1/DEBIAN/conffiles"
  printf '#!/bin/sh\necho "$0 $*" >>"%s/scripts.log"\n' "$work" >"package-$1/DEBIAN/postinst"
  chmod 755 "package-$1/DEBIAN/postinst"
  printf 'version %s\n' "$1" >"package-$1/etc/sample.conf"
  printf '#!/bin/sh\necho sample %s "$@"\n' "$1" >"package-$1/usr/bin/sample"
  chmod 755 "package-$1/usr/bin/sample"
  ln -s sample "package-$1/usr/bin/sample-link"
  ln "package-$1/usr/bin/sample" "package-$1/usr/bin/sample-hard"
  i=0
  while [ $i -lt 20 ]; do
    echo "file $i of $1" >"package-$1/usr/share/sample/file-$i"
    i=$((i + 1))
  done
  dpkg-deb --root-owner-group --build "package-$1" "sample-$1.deb"
}
package 1
package 2
mkdir -p root/var/lib/dpkg/info root/var/lib/dpkg/updates
: >root/var/lib/dpkg/status
: >root/var/lib/dpkg/available
dpkg_root() { dpkg --root="$work/root" --force-script-chrootless --force-not-root --log="$work/dpkg.log" "$@"; }
dpkg_root --install sample-1.deb
dpkg_root --install sample-2.deb
root/usr/bin/sample 'two words' '' "$(printf 'tab\there')"
dpkg_root --purge sample
dpkg-deb --extract sample-1.deb extracted
dpkg-deb --contents sample-2.deb >/dev/null
rm -r extracted

# A compile, by several jobs at once.
mkdir source
for unit in a b c d e f; do
  printf '#include <stdio.h>\n#include <string.h>\nint unit_%s(void) { return (int)strlen("%s"); }\n' $unit $unit \
    >source/$unit.c
done
printf '%s\n' 'int unit_a(void);' 'int main(void) { return unit_a() - 1; }' >source/main.c
{
  printf 'OBJECTS = a.o b.o c.o d.o e.o f.o\nprogram: main.o libunits.a\n\tcc -o $@ main.o libunits.a\n'
  printf 'libunits.a: $(OBJECTS)\n\tar rcs $@ $(OBJECTS)\n%%.o: %%.c\n\tcc -O1 -c -o $@ $<\n'
} >source/Makefile
make -C source -j2
source/program
make -C source -q
rm -rf source

# Servers under load.
mkdir site
printf 'hello\n' >site/index.html
head -c 100000 /dev/zero >site/large
python3 "$here/servers.py" "$dns" site "$work/ports" &
servers=$!
while ! [ -s ports ]; do sleep 0.1; done
read -r threaded <ports
i=0
while [ $i -lt 40 ]; do
  busybox wget -q -O /dev/null "http://127.0.0.1:$threaded/index.html"
  busybox wget -q -O downloaded "http://127.0.0.1:$threaded/large"
  busybox wget -q -O /dev/null "http://127.0.0.1:$threaded/missing" || :
  i=$((i + 1))
done
python3 "$here/load.py" "$threaded" 200
busybox wget -q -O /dev/null http://127.0.0.1:1/ || :
i=0
while [ $i -lt 10 ]; do
  busybox nslookup "host-$i.example.com" "$dns" >/dev/null || :
  i=$((i + 1))
done

# How processes end, and what does not work.
sh -c 'exit 7' || :
sh -c 'kill -TERM $$' || :
/nowhere/program || :
"$work/site/index.html" || :
sh -c 'echo >/nowhere/file' || :
ln -s loop loop
cat loop || :
mv loop moved
rm moved
mkdir made
chmod 700 made
rmdir made
kill $servers
wait $servers || :
