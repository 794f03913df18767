interface Choice<T extends string> {
  readonly value: T;
  readonly name: string;
}

/** How a terminal asks; a test answers in its place. */
export interface Ask {
  text(question: {
    readonly message: string;
    readonly fallback: string;
    /** What is wrong with an answer; null for nothing. */
    readonly problem: (answer: string) => string | null;
  }): Promise<string>;
  choice<T extends string>(question: {
    readonly message: string;
    readonly fallback: T;
    readonly choices: readonly Choice<T>[];
  }): Promise<T>;
}
