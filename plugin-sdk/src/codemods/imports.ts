import { type Identifier, type ImportSpecifier, Node, type SourceFile } from 'ts-morph';

/** An entry point of the SDK, such as `@datawave/plugin-sdk/ui`. */
type EntryPoint = `@datawave/plugin-sdk${'' | `/${string}`}`;

/** The import of a name from an entry point, whatever it is called in the file. */
export function importOf(file: SourceFile, entry: EntryPoint, name: string): ImportSpecifier | undefined {
  return file
    .getImportDeclarations()
    .filter((declaration) => declaration.getModuleSpecifierValue() === entry)
    .flatMap((declaration) => declaration.getNamedImports())
    .find((specifier) => specifier.getName() === name);
}

/** Where the file uses what was imported, the import itself left out. */
export function usesOf(specifier: ImportSpecifier): readonly Identifier[] {
  const file = specifier.getSourceFile();
  const local = specifier.getAliasNode() ?? specifier.getNameNode();
  if (!Node.isIdentifier(local)) return [];
  return local
    .findReferencesAsNodes()
    .filter((node): node is Identifier => Node.isIdentifier(node))
    .filter((node) => node.getSourceFile() === file && node.getParent() !== specifier);
}

/** Takes a name out of its import, and the import with its last name. */
export function removeImport(specifier: ImportSpecifier): void {
  const declaration = specifier.getImportDeclaration();
  specifier.remove();
  const isEmpty =
    declaration.getNamedImports().length === 0 &&
    declaration.getDefaultImport() === undefined &&
    declaration.getNamespaceImport() === undefined;
  if (isEmpty) declaration.remove();
}

/** Imports a name from an entry point, unless the file does already. */
export function addImport(file: SourceFile, entry: EntryPoint, name: string): void {
  if (importOf(file, entry, name) !== undefined) return;
  const declaration = file
    .getImportDeclarations()
    .find((one) => one.getModuleSpecifierValue() === entry && !one.isTypeOnly());
  if (declaration === undefined) file.addImportDeclaration({ moduleSpecifier: entry, namedImports: [name] });
  else declaration.addNamedImport(name);
}
