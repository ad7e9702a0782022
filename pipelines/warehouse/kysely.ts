import type { DuckDBConnection } from "@duckdb/node-api";
import { CompiledQuery, type DatabaseConnection, type Dialect, type Driver, Kysely, type QueryResult } from "kysely";
import { DuckDbDialect } from "kysely-duckdb";
import type { Database } from "./database.ts";
import type { ResultTables } from "./tables.ts";
import { queryRows } from "./values.ts";

/**
 * Typed queries over the result tables, on a database that is already open; `destroy()` closes its connections, not the database.
 *
 * ```ts
 * await kysely(database).selectFrom("mart.award_line").select(["clause_id", "entitled_cny"]).where("award_year", "=", 2021).execute();
 * ```
 */
export function kysely(database: Database): Kysely<ResultTables> {
  // kysely-duckdb writes the SQL. Its own driver is left out (0.4.0): it takes the one row of `select count(*) as count`
  // for a count of changed rows, reads times with a zone as invalid dates, and closes the caller's database.
  const unused = () => Promise.reject(new Error("kysely-duckdb's own driver is not used"));
  // its types are declared for CommonJS only, though it runs as a module
  const dialect = new DuckDbDialect({ database: unused, tableMappings: {} }) as unknown as Dialect;
  return new Kysely<ResultTables>({
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createDriver: () => new DatabaseDriver(database),
    },
  });
}

class DatabaseDriver implements Driver {
  readonly #idle: OpenConnection[] = [];

  constructor(private readonly database: Database) {}

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#idle.pop() ?? new OpenConnection(await this.database.connect());
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin transaction"));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("commit"));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("rollback"));
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#idle.push(connection as OpenConnection);
  }

  async destroy(): Promise<void> {
    for (const { connection } of this.#idle.splice(0)) connection.closeSync();
  }
}

class OpenConnection implements DatabaseConnection {
  constructor(readonly connection: DuckDBConnection) {}

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    return { rows: (await queryRows(this.connection, sql, parameters as string[])) as Row[] };
  }

  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("results are read whole; stream with the connection itself");
  }
}
