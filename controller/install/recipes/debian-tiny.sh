#!/bin/sh
# Builds the demo and test guest from Debian's packages: OUTDIR/{vmlinuz,initrd.gz,root.qcow2}, in a few seconds.
# The kernel is unpacked, never installed. Needs no root; the same packages give the same bytes for everybody.
# What runs inside is in debian-tiny/. Must not: touch anything outside OUTDIR, or install packages.
#
#   debian-tiny.sh OUTDIR
#
# OUTDIR/complete is written last: without it whatever lies there is unfinished. It names the recipe that made the
# files, so a second run of the same recipe does nothing. Delete OUTDIR to build from today's packages.
# amd64 is tested; arm64 follows the same path and was not run.
set -eu
PATH=${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin
export PATH LC_ALL=C TZ=UTC
umask 022

modules='virtio_pci virtio_mmio virtio_blk virtio_net virtio_console virtio-rng virtio_balloon virtio_mem
  button evdev qemu_fw_cfg pvpanic-pci pvpanic-mmio'
# Fixed, so that two builds are equal: the file system's id and hash seed, and 2024-01-01 for every time stamp.
uuid=6b6f7f2e-3c0f-4b5e-9d5a-0b1f4c1d7e01
epoch=1704067200

fail() {
  echo "debian-tiny: $*" >&2
  exit 1
}

[ $# -eq 1 ] || fail "usage: debian-tiny.sh OUTDIR"
parts=$(cd "$(dirname "$0")/debian-tiny" && pwd)
self=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
mkdir -p "$1"
out=$(cd "$1" && pwd)

for tool in apt-get:apt dpkg-deb:dpkg cpio:cpio depmod:kmod mke2fs:e2fsprogs debugfs:e2fsprogs qemu-img:qemu-utils \
  flock:util-linux; do
  command -v "${tool%%:*}" >/dev/null || fail "${tool%%:*} is missing; install package ${tool#*:}"
done

arch=$(dpkg --print-architecture)
case $arch in
  amd64 | arm64) ;;
  *) fail "no recipe for architecture $arch; amd64 and arm64 are known" ;;
esac
# cat of the parts in a fixed order: any change of the recipe is another guest.
recipe=$(cat "$self" "$parts"/* | sha256sum | cut -c1-64)

# The three outputs are asked for one by one, perhaps at the same time: the first call builds for all.
exec 9>"$out/lock"
flock 9
if [ "$(head -n1 "$out/complete" 2>/dev/null)" = "$recipe $arch" ] &&
  [ -f "$out/vmlinuz" ] && [ -f "$out/initrd.gz" ] && [ -f "$out/root.qcow2" ]; then
  exit 0
fi
rm -rf "$out/complete" "$out"/build.*
work=$(mktemp -d "$out/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# A package list of our own: works without root and leaves the system's alone. Only when the system's is missing or old.
private_apt() {
  mkdir -p "$out/apt/lists/partial" "$out/apt/cache/archives/partial"
  apt-get -q -o Dir::State::lists="$out/apt/lists" -o Dir::Cache="$out/apt/cache" -o APT::Sandbox::User= \
    -o Debug::NoLocking=1 "$@"
}

newest() {
  # shellcheck disable=SC2086
  apt-cache $1 depends "linux-image-cloud-$arch" 2>/dev/null |
    sed -n "s/^ *Depends: \(linux-image-[0-9].*-cloud-$arch\)\$/\1/p" | head -n1
}

fetch() {
  mkdir "$work/debs"
  kernel=$(newest '')
  if [ -n "$kernel" ] &&
    (cd "$work/debs" && apt-get -q -o APT::Sandbox::User= download "$kernel" busybox-static) >"$work/log" 2>&1; then
    return
  fi
  echo 'debian-tiny: fetching a package list of its own' >&2
  private_apt update >"$work/log" 2>&1 || { cat "$work/log" >&2; fail 'cannot fetch the package lists'; }
  kernel=$(newest "-o Dir::State::lists=$out/apt/lists -o Dir::Cache=$out/apt/cache")
  [ -n "$kernel" ] || fail "no package linux-image-cloud-$arch in the configured package sources; this recipe is for Debian"
  (cd "$work/debs" && private_apt download "$kernel" busybox-static) >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; fail "cannot download $kernel and busybox-static"; }
}

fetch
mkdir "$work/tree"
dpkg-deb --fsys-tarfile "$work"/debs/linux-image-*.deb | tar -x -C "$work/tree" ./boot ./lib/modules
dpkg-deb --fsys-tarfile "$work"/debs/busybox-static_*.deb | tar -x -C "$work/tree" --wildcards '*bin/busybox'
busybox=$(find "$work/tree" -type f -name busybox)
version=$(ls "$work/tree/lib/modules")
cp "$work/tree/boot/vmlinuz-$version" "$work/vmlinuz"
# An unpacked package has no modules.dep.
depmod -b "$work/tree" "$version"

# initramfs: busybox, the modules in the order they load, and an init that finds the root disk.
ram=$work/ram
mkdir -p "$ram/bin" "$ram/dev" "$ram/proc" "$ram/sys" "$ram/root" "$ram/modules"
cp "$busybox" "$ram/bin/busybox"
ln -s busybox "$ram/bin/sh"
install -m 755 "$parts/initramfs-init" "$ram/init"
for module in $modules; do
  modprobe -d "$work/tree" -S "$version" --show-depends "$module" 2>/dev/null || echo "missing $module"
done | awk '$1 == "insmod" && !seen[$2]++ {print $2} $1 == "missing" {print "debian-tiny: kernel has no " $2 >"/dev/stderr"}' >"$work/order"
while read -r file; do
  cp "$file" "$ram/modules/"
  basename "$file"
done <"$work/order" >"$ram/modules/order"
find "$ram" -exec touch -hd "@$epoch" {} +
(cd "$ram" && find . | sort | cpio -o -H newc -R 0:0 --reproducible --quiet | gzip -9n) >"$work/initrd.gz"

# Root disk: busybox and a handful of files. mke2fs fills it without a mount; debugfs then evens out what differs
# between builds and builders (mke2fs 1.47.0 stamps inodes with the clock and keeps the builder's uid).
root=$work/root
mkdir -p "$root/bin" "$root/sbin" "$root/etc" "$root/dev" "$root/proc" "$root/sys" "$root/run" "$root/tmp" \
  "$root/mnt" "$root/root"
cp "$busybox" "$root/bin/busybox"
ln -s busybox "$root/bin/sh"
ln -s ../bin/busybox "$root/sbin/init"
install -m 755 "$parts/guest" "$root/sbin/vmlet-guest"
install -m 755 "$parts/udhcpc" "$root/etc/udhcpc"
install -m 644 "$parts/inittab" "$root/etc/inittab"
install -m 644 "$parts/profile" "$root/etc/profile"
printf 'root:x:0:0:root:/root:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\n' >"$root/etc/group"
chmod 1777 "$root/tmp"
E2FSPROGS_FAKE_TIME=$epoch mke2fs -q -t ext4 -L root -U "$uuid" -E "hash_seed=$uuid,lazy_itable_init=0,root_owner=0:0" \
  -J size=4 -m 0 -d "$root" "$work/root.raw" 64M >/dev/null
(cd "$root" && find . -printf '/%P\n' && echo /lost+found) | sort | while read -r path; do
  printf 'sif %s uid 0\nsif %s gid 0\n' "$path" "$path"
  for stamp in atime mtime ctime crtime; do printf 'sif %s %s @%s\n' "$path" "$stamp" "$epoch"; done
  for extra in atime_extra mtime_extra ctime_extra crtime_extra; do printf 'sif %s %s 0\n' "$path" "$extra"; done
done >"$work/even"
E2FSPROGS_FAKE_TIME=$epoch debugfs -w -f "$work/even" "$work/root.raw" >"$work/log" 2>&1
qemu-img convert -f raw -O qcow2 "$work/root.raw" "$work/root.qcow2"

{
  echo "$recipe $arch"
  (cd "$work/debs" && sha256sum ./*.deb)
  (cd "$work" && sha256sum vmlinuz initrd.gz root.qcow2)
} >"$work/complete"
chmod 444 "$work/vmlinuz" "$work/initrd.gz" "$work/root.qcow2"
mv -f "$work/vmlinuz" "$work/initrd.gz" "$work/root.qcow2" "$out/"
sync "$out/vmlinuz" "$out/initrd.gz" "$out/root.qcow2"
mv -f "$work/complete" "$out/complete"
