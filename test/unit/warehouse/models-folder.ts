import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** One model of a test: its SELECT, and the parts of its `.yml` that matter. */
export interface TestModel {
  readonly sql: string;
  /** YAML of the columns; `{ id: { meaning: id } }` where absent */
  readonly doc?: Record<string, unknown>;
}

/** A models folder in a temporary place. `marts/x` → `marts/x.sql` and `.yml`. */
export class ModelsFolder {
  readonly dir = mkdtempSync(path.join(tmpdir(), "d521-models-"));

  constructor(models: Readonly<Record<string, TestModel | string>> = {}) {
    for (const [name, model] of Object.entries(models)) this.write(name, model);
  }

  write(name: string, model: TestModel | string): void {
    const { sql, doc = {} } = typeof model === "string" ? { sql: model } : model;
    mkdirSync(path.dirname(path.join(this.dir, name)), { recursive: true });
    writeFileSync(path.join(this.dir, `${name}.sql`), sql);
    writeFileSync(path.join(this.dir, `${name}.yml`), JSON.stringify({ description: name, key: ["id"], columns: { id: { meaning: "id" } }, ...doc }));
  }

  drop(name: string): void {
    for (const ending of ["sql", "yml"]) rmSync(path.join(this.dir, `${name}.${ending}`));
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
