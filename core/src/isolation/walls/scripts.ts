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
 * in, a table of mounts with the folders and files that it needs (see `mount-table.ts`), and the command. Temporary files live in
 * memory, of which they get 64 MiB; the 1 MiB of the root holds only names, and the table, which the last of its mounts covers.
 */
export const CONFINE_SCRIPT = `set -eu
${CLOSE_DESCRIPTORS}
umask 022
set -f
IFS='
'
root=$1 users=$2 umount=$3 libraries=$4 folder=$5 table=$6 folders=$7 files=$8
shift 8
mount -t tmpfs -o mode=0755,size=1m,nosuid,nodev,noexec wall "$root"
mkdir "$root/proc" "$root/tmp" "$root/dev" "$root/.old"
mount -t tmpfs -o mode=1777,size=64m,nosuid,nodev,noexec tmp "$root/tmp"
mkdir -p $folders
for file in $files; do : > "$file"; done
printf '%s\\n' "$table" > "$root/proc/table"
mount -a -T "$root/proc/table"
if [ "$users" = user ]; then echo 0 > /proc/sys/user/max_user_namespaces; fi
hostname plugin
mount -o remount,bind,ro "$root"
cd "$root"
pivot_root . .old
cd "$folder"
LD_LIBRARY_PATH=$libraries "/.old$umount" -l /.old
exec "$@"`;
