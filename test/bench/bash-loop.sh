#!/bin/bash
# The yardstick `bash`: machines as people script them, one after the other. `up` and `down`, in the directory given.
# bash-loop.sh up|down DIRECTORY COUNT BASE FIRMWARE BRIDGE
set -eu
cd "$2"

up() {
  for i in $(seq "$1"); do
    qemu-img create -q -f qcow2 -b "$2" -F qcow2 "disk$i.qcow2"
    ip tuntap add "vm$i" mode tap
    ip link set "vm$i" master "$4" up
    qemu-system-x86_64 -name "vm$i" -machine q35 -m 64 -display none -bios "$3" -monitor none -serial none \
      -drive "file=disk$i.qcow2,if=virtio" -netdev "tap,id=lan,ifname=vm$i,script=no,downscript=no" \
      -device virtio-net-pci,netdev=lan -qmp "unix:vm$i.sock,server=on,wait=off" -pidfile "vm$i.pid" -daemonize
  done
}

down() {
  pids=()
  for i in $(seq "$1"); do
    pid=$(cat "vm$i.pid")
    kill "$pid"
    pids+=("$pid")
    ip link del "vm$i"
  done
  for pid in "${pids[@]}"; do
    while kill -0 "$pid" 2>/dev/null; do sleep 0.01; done
  done
}

"$1" "${@:3}"
