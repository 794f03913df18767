/** The text as one word of a POSIX shell: what a source named must not run when an assessor pastes a command. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
