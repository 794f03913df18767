/** Whether the glob names one repository rather than a pattern of them. */
export function isLiteral(glob: string): boolean {
  return !/[*?]/u.test(glob);
}

/** Whether the repository's name is the glob's: `*` any characters, `?` one, in whatever case, as GitHub takes names. */
export function matchesGlob(glob: string, name: string): boolean {
  const pattern = Array.from(glob, (character) => {
    if (character === '*') return '.*';
    return character === '?' ? '.' : character.replace(/[\\^$.|+()[\]{}/]/u, String.raw`\$&`);
  });
  return new RegExp(`^${pattern.join('')}$`, 'iu').test(name);
}
