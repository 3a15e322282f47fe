/**
 * Makes names unique within an asset: duplicates get ` (2)`, ` (3)` appended, empty ones become `column_N` with N from 1.
 * @public
 */
export function uniqueColumnNames(names: readonly string[]): readonly string[] {
  const taken = new Set(names);
  const used = new Set<string>();
  return names.map((given, index) => {
    const base = given === '' ? `column_${index + 1}` : given;
    let name = base;
    // A name made here must not meet one that the source itself gave to a later column.
    for (let number = 2; used.has(name) || (name !== given && taken.has(name)); number += 1)
      name = `${base} (${number})`;
    used.add(name);
    return name;
  });
}
