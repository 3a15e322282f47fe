export { formatBytes, formatDuration } from './amounts.ts';
export { count } from './count.ts';
export { direction, language, type MessageCatalog, useLanguage } from './language.ts';
export { msg } from './msg.ts';
export { formatCompact, formatConfidence, formatNumber, formatShare } from './numbers.ts';
export { problemText } from './problem-text.ts';
export { remainingWords } from './remaining-words.ts';
export { formatDate, formatDateTime, formatRelative, formatTime } from './times.ts';
export { type MessageValues, type RichValues, rich, t } from './translate.ts';
