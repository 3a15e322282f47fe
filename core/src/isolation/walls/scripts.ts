/** Closes every descriptor but the standard ones and the channel, and ends where it cannot: what is open needs no permission. */
const CLOSE_DESCRIPTORS = `
for path in /proc/self/fd/*; do
  fd=\${path##*/}
  case $fd in 0|1|2|"$NODE_CHANNEL_FD") ;; *) if [ -e "$path" ]; then eval "exec $fd>&-" || exit 125; fi ;; esac
done`;

/** Runs a command without the descriptors of the platform. Arguments: the command. */
export const CHILD_SCRIPT = `set -eu
${CLOSE_DESCRIPTORS}
exec "$@"`;

/**
 * Builds a root of only what is named, makes it the only one, and runs a command in it. Runs in namespaces of its own, as root of
 * them. Arguments: an empty folder, "own" or "user" (a namespace of users), umount and where its libraries are, the folder to work
 * in, then pairs of how (ro, rx: may be executed, rw) and path, then "--" and the command.
 * Temporary files live in memory, of which they get 64 MiB; the 1 MiB of the root holds only names.
 */
export const CONFINE_SCRIPT = `set -eu
${CLOSE_DESCRIPTORS}
umask 022
root=$1 users=$2 umount=$3 libraries=$4 folder=$5
shift 5
mount -t tmpfs -o mode=0755,size=1m,nosuid,nodev,noexec wall "$root"
mkdir "$root/proc" "$root/tmp" "$root/dev" "$root/.old"
mount -t tmpfs -o mode=1777,size=64m,nosuid,nodev,noexec tmp "$root/tmp"
while [ "$1" != -- ]; do
  case $1 in ro) how=ro,nosuid,nodev,noexec ;; rx) how=ro,nosuid,nodev ;; rw) how=nosuid,nodev,noexec ;; *) exit 125 ;; esac
  if [ -d "$2" ]; then mkdir -p "$root$2"; else mkdir -p "$root\${2%/*}"; : > "$root$2"; fi
  mount --bind -o "$how" -- "$2" "$root$2"
  shift 2
done
shift
for device in null urandom; do : > "$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"; done
mount -t proc -o nosuid,nodev,noexec,hidepid=2,subset=pid proc "$root/proc"
if [ "$users" = user ]; then echo 0 > /proc/sys/user/max_user_namespaces; fi
hostname plugin
mount -o remount,bind,ro "$root"
cd "$root"
pivot_root . .old
cd "$folder"
LD_LIBRARY_PATH=$libraries "/.old$umount" -l /.old
exec "$@"`;
