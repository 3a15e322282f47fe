/** Shapes are no longer than this: places in them are bits of a number. */
export const LONGEST_SHAPE = 31;
/** Numbers that hold a shape, four characters each. */
export const SHAPE_WORDS = 8;
/** What stands in a shape for any digit, any capital, any small letter, and whatever is not ASCII; other signs are as they are. */
export const ANY_DIGIT = 48;
export const ANY_UPPER = 65;
export const ANY_LOWER = 97;
export const ANY_UNICODE = 128;
