/**
 * The lines in which two texts differ, `-` before those that go and `+` before those that come, in their order.
 * By the longest common subsequence; lines that the texts share are left out.
 */
export function changedLines(before: string, after: string): readonly string[] {
  const [left, right] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let same = 0;
  const most = Math.min(left.length, right.length) - start;
  while (same < most && left[left.length - 1 - same] === right[right.length - 1 - same]) same++;
  return between(left.slice(start, left.length - same), right.slice(start, right.length - same));
}

function between(left: readonly string[], right: readonly string[]): readonly string[] {
  const width = right.length + 1;
  const longest = new Uint32Array((left.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  for (let i = 0, j = 0; i < left.length || j < right.length; ) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      i++;
      j++;
    } else if (i < left.length && (j >= right.length || at(i + 1, j) >= at(i, j + 1)))
      lines.push(`- ${left[i++]}`);
    else lines.push(`+ ${right[j++]}`);
  }
  return lines;
}
