throw new Error('mischief at import');

export default {};
