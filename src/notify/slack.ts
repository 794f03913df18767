import type { Message } from './target.js';

/** Characters of a text; Slack cuts one at 40,000, and nobody reads as many. */
const longest = 3000;

/**
 * A message for an incoming webhook of Slack, or of what takes the same form. Formatting is off, and the three characters
 * that begin a link or a mention are escaped.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function slackMessage(text: string): Message {
  const escaped = escapedWithin(text, longest);
  return {
    body: JSON.stringify({ text: escaped, mrkdwn: false }),
    headers: { 'content-type': 'application/json; charset=utf-8' },
  };
}

function escapedWithin(text: string, most: number): string {
  const parts: string[] = [];
  let length = 0;
  for (const character of text) {
    const part = escapes[character] ?? character;
    if (length + part.length > most) return `${parts.join('')} …`;
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
