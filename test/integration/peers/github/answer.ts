/** What a route gives back: one object, a page of many, or a refusal, which is thrown. */
export type Answer = Whole | Listed;

export interface Whole {
  readonly kind: 'whole';
  readonly status: number;
  /** Undefined: no body. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** `application/json`. */
  readonly mediaType?: string;
}

/** Many things of which one page is made. */
export interface Listed {
  readonly kind: 'listed';
  readonly items: Items;
  /** The page's body where it is more than the array. */
  readonly wrap?: (page: readonly unknown[], total: number) => object;
  /** `cursor`: by `after` and `before` alone; `page` by default; `none`: one answer holds all. */
  readonly paging?: 'page' | 'cursor' | 'none';
}

/** An array is one; others make what they are asked for. */
export interface Items {
  readonly length: number;
  slice(from: number, to: number): readonly unknown[];
}

export function whole(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Whole {
  return { kind: 'whole', status, body, headers };
}

export function listed<T>(
  items: { readonly length: number; slice(from: number, to: number): readonly T[] },
  render: (item: T) => unknown,
  more: Pick<Listed, 'wrap' | 'paging'> = {},
): Listed {
  return {
    kind: 'listed',
    items: { length: items.length, slice: (from, to) => items.slice(from, to).map(render) },
    ...more,
  };
}

/** A list whose page is an object with a total. */
export function counted<T>(
  name: string,
  items: { readonly length: number; slice(from: number, to: number): readonly T[] },
  render: (item: T) => unknown,
): Listed {
  return listed(items, render, { wrap: (page, total) => ({ total_count: total, [name]: page }) });
}

/** Thrown by routes and by the checks before them. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly more: { readonly headers?: Readonly<Record<string, string>>; readonly body?: object } = {},
  ) {
    super(message);
    this.name = 'Refusal';
  }

  get answer(): Whole {
    const body = {
      message: this.message,
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
      ...this.more.body,
    };
    return whole(body, this.status, this.more.headers);
  }
}

export function notFound(message = 'Not Found'): Refusal {
  return new Refusal(404, message);
}
