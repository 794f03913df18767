/** One route of GitHub's REST API, or one query of its GraphQL API, as the collector uses it. */
export interface Route {
  /** As GitHub's documentation writes it; {org}, {owner} and {repo} come from the scope, the others from the input. */
  readonly route: string;
  /** Whether it lists in pages: asked with `per_page`, followed along the Link header. */
  readonly paged: boolean;
  /** Repository or organization permissions of a fine-grained token or an App, such as `organization: members (read)`. */
  readonly permissions: readonly string[];
  /** JSON pointers with `*` into `{headers, body}`: what is dropped before it is recorded. */
  readonly neverKept: readonly string[];
  /** JSON pointers likewise: addresses of which scheme and host alone are recorded, since the rest may hold a token. */
  readonly originOnly?: readonly string[];
  /** Of GraphQL the text of the query; the route's places and the input are its variables. */
  readonly query?: string;
}
