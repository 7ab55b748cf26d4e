# shellcheck shell=bash
# The agent on an emulated arm64 machine, with the kernel and the Java that Debian has for it. Sourced by ./dev.

# Of a machine that this one need not have anything else of: apt's lists and packages have a folder of their own.
readonly arm64=$root/.vedette/arm64
readonly arm64_kernel='^linux-image-6\.1\.[0-9-]*-cloud-arm64-unsigned$'

run_arm64() {
  need_packages qemu-system-arm busybox-static gcc-aarch64-linux-gnu libc6-dev-arm64-cross make
  build_agent
  [ -n "$(find "$arm64/packages" -name 'linux-image-*.deb' 2>/dev/null)" ] || fetch_arm64
  say "lays out the machine"
  make_arm64_tree
  say "boots it, which takes a minute"
  timeout -k 5 500 qemu-system-aarch64 -M virt -cpu cortex-a72 -accel tcg,thread=multi -m 3072 -smp 2 -nic none -nographic \
    -no-reboot -kernel "$arm64"/kernel/boot/vmlinuz-* -initrd "$arm64/initrd" \
    -append 'console=ttyAMA0 quiet loglevel=1 panic=-1 rdinit=/init' </dev/null >"$arm64/console.log" 2>&1 || true
  tr -d '\r' <"$arm64/console.log" >&2
  grep -q '^arm64: 0 failed' "$arm64/console.log" || die "FAILED on arm64; see .vedette/arm64/console.log"
}

fetch_arm64() {
  local kernel
  say "downloads Debian's kernel 6.1 and Java $java_release for arm64, 100 MB"
  mkdir -p "$arm64"/{lists/partial,cache/archives/partial,packages}
  : >"$arm64/status"
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian %s main\n' bookworm sid \
    >"$arm64/sources.list"
  apt_arm64 update
  kernel=$(apt_arm64_cache pkgnames linux-image-6.1. | grep -E "$arm64_kernel" | sort -V | tail -n 1)
  apt_arm64 install -y --no-install-recommends --download-only busybox-static libbpf1 "openjdk-$java_release-jre-headless"
  (cd "$arm64/packages" && apt_arm64 download "$kernel")
  mv "$arm64"/cache/archives/*.deb "$arm64/packages/"
}

apt_arm64() {
  apt-get -qq "${arm64_options[@]}" "$@" </dev/null >>"$root/.vedette/apt.log" 2>&1 \
    || die "packages for arm64 can't be had; see .vedette/apt.log"
}

apt_arm64_cache() { apt-cache "${arm64_options[@]}" "$@"; }

readonly arm64_options=(-o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root
  -o Dir::State="$arm64" -o Dir::State::status="$arm64/status" -o Dir::Cache="$arm64/cache"
  -o Dir::Etc::sourcelist="$arm64/sources.list" -o Dir::Etc::sourceparts=-)

make_arm64_tree() {
  local package program tree=$arm64/tree home=$arm64/tree/opt/vedette
  rm -rf "$tree" "$arm64/kernel"
  mkdir -p "$tree"/usr/{bin,sbin,lib} "$tree"/{proc,sys,dev,tmp,run,etc} "$home"/{bin,lib} "$arm64/kernel"
  for package in bin sbin lib; do ln -s "usr/$package" "$tree/$package"; done
  for package in "$arm64"/packages/*.deb; do
    case ${package##*/} in
      linux-image-*) dpkg-deb --fsys-tarfile "$package" | tar -x -C "$arm64/kernel" --wildcards './boot/vmlinuz-*' ;;
      *) dpkg-deb --fsys-tarfile "$package" | tar -x -C "$tree" --keep-directory-symlink --exclude='*/gconv' --exclude='./usr/share' ;;
    esac
  done
  ln -sf busybox "$tree/bin/sh"
  ln -s "/usr/lib/jvm/java-$java_release-openjdk-arm64" "$home/jdk"
  cp agent-core/target/dependency/*.jar agent-core/target/agent-core-*.jar deploy/jvm.options "$home/lib/"
  "$JAVA_HOME/bin/java" -Dos.arch=aarch64 scripts/UnpackLibraries.java "$home/lib/native" "$home"/lib/{netty,zstd}-*.jar
  make --silent --directory agent-core/src/main/tracer CC=aarch64-linux-gnu-gcc "OUT=$arm64/tracer" "DEST=$home/lib/native" install >&2
  for program in spawn tracee; do
    aarch64-linux-gnu-gcc -O2 -D_GNU_SOURCE -static -pthread -o "$tree/bin/$program" "agent-core/src/test/c/$program.c"
  done
  install -m 755 deploy/vedette.sh "$home/bin/vedette"
  install -m 755 agent-core/src/test/vm/arm64.sh "$tree/init"
  (cd "$tree" && find . | busybox cpio -o -H newc 2>/dev/null) >"$arm64/initrd"
}
