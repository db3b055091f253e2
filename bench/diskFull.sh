#!/bin/sh
# Collects into a database on a small file system that fills up, is given room again, does the same to its upkeep
# (retention, compaction, export, closing, bringing an older database forward), and is read-only at last:
# `npm run build`, `node esbuild.mjs --tests`, then `sh bench/diskFull.sh`. Needs Linux and the right to make a user
# namespace. Exit code 1 when an acknowledged batch is lost or a sentence is missing.
set -e
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rmdir "$folder"' EXIT
unshare --user --map-root-user --mount sh -c '
  mount -t tmpfs -o size=16m tmpfs "$0" && node out/bench/diskFull.js "$0"
' "$folder"
