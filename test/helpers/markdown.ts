/** The text of each fenced block of that language, in order. */
export function fencesOf(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w*)[^\n]*\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , text = '']) => text);
}

/** The target of each link and image outside of fenced blocks and code. */
export function linksOf(markdown: string): string[] {
  return [...prose(markdown).matchAll(/\]\(([^()\s]+(?:\([^()\s]*\))?)\)/g)].map(([, target = '']) => target);
}

/** The anchors of the headings, as GitHub makes them. */
export function anchorsOf(markdown: string): string[] {
  return [...prose(markdown, false).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function prose(markdown: string, withoutCode = true): string {
  const text = markdown.replaceAll(/^```[\s\S]*?^```$/gm, '');
  return withoutCode ? text.replaceAll(/`[^`\n]*`/g, '') : text;
}
