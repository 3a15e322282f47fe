export const plugin = 'of another platform';
