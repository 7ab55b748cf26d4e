# shellcheck shell=bash
# Kernels of Debian for the tier vm, kept in .vedette/kernels/SERIES/vmlinuz. Sourced by ./dev.

readonly kernel_series=(6.1 6.12)

# Gets what is not there yet. What can't be had is said by missing_for_vm.
fetch_kernels() {
  local series
  for series in "${kernel_series[@]}"; do
    [ -e ".vedette/kernels/$series/vmlinuz" ] || fetch_kernel "$series" || true
  done
}

# fetch_kernel SERIES: the newest one of the distribution, without the modules.
fetch_kernel() {
  local series=$1 package folder=.vedette/kernels/$1
  command -v apt-get >/dev/null || return 1
  package=$(newest_kernel "$series")
  if [ -z "$package" ] && can_be_root; then
    apt update || true
    package=$(newest_kernel "$series")
  fi
  [ -n "$package" ] || return 1
  say "downloads $package"
  rm -rf "$folder"
  mkdir -p "$folder"
  # Without the right to read the folder, apt's own user can't be used to download.
  (cd "$folder" && apt-get -qq -o APT::Sandbox::User=root download "$package" </dev/null) >>.vedette/apt.log 2>&1 || return 1
  dpkg-deb --fsys-tarfile "$folder"/*.deb | tar -x -C "$folder" --wildcards --strip-components=2 './boot/vmlinuz-*' || return 1
  rm "$folder"/*.deb
  mv "$folder"/vmlinuz-* "$folder/vmlinuz"
}

# Names are told also of packages that no source has any more.
newest_kernel() {
  local name
  apt-cache pkgnames "linux-image-$1." | grep -E "^linux-image-${1//./\\.}\.[0-9][^ ]*-cloud-amd64(-unsigned)?$" | sort -rV \
    | while read -r name; do
      case $(apt-cache policy "$name" | sed -n 's/^ *Candidate: //p') in
        '' | '(none)') ;;
        *) echo "$name" && break ;;
      esac
    done
}
