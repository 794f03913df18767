/** One connection to the wallet's database, as a role that may only read. */
export interface SqlClient {
  /** Rows as the driver gives them. Throws an error whose `code` is the SQLSTATE. */
  query(
    sql: string,
    parameters: readonly (string | number | null)[],
    signal: AbortSignal,
  ): Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;
}
