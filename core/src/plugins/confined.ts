/** Marks the definition that stands for a plugin behind a wall: what it keeps is kept by database roles of its own. */
const MARK = Symbol('datawave.confined');

export const CONFINED: object = { [MARK]: true };

export const isConfined = (definition: object): boolean => Reflect.get(definition, MARK) === true;
