// What a parser makes of free text that the transport took out.
const marker = /^\[redacted: [a-z-]+\]$/u;

/** Whether a text that somebody wrote was taken out of the answer before it was recorded, so that nobody can read it. */
export function isRedacted(text: string): boolean {
  return marker.test(text);
}
