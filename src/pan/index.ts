export { findCardNumbers, hasCardNumber } from './find-card-numbers.js';
export { isIssued, issuerRanges, passesLuhn } from './issuers.js';
export { maskCardNumber } from './mask.js';
