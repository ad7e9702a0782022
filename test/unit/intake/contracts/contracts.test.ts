import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { duckdbTypes, loadContracts, loadTowns, readContracts } from "../../../../pipelines/intake/contracts.ts";
import { headerForm } from "../../../../pipelines/intake/read/header-names.ts";

const folder = fileURLToPath(new URL("../../../../pipelines/intake/contracts/", import.meta.url));

/** Reads the contracts with one text of one file changed. */
function changed(file: string, from: string, to: string) {
  const copy = mkdtempSync(path.join(tmpdir(), "d521-contracts-"));
  try {
    cpSync(folder, copy, { recursive: true });
    const text = readFileSync(path.join(copy, file), "utf8");
    expect(text).toContain(from);
    writeFileSync(path.join(copy, file), text.replace(from, to));
    return readContracts(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

describe("the contracts of the data sets", () => {
  it("are one a file, 31 of them", () => {
    expect([...loadContracts().keys()]).toEqual(readdirSync(folder).filter((name) => name.endsWith(".yaml")).map((name) => name.replace(".yaml", "")).sort());
    expect(loadContracts().size).toBe(31);
    expect(loadTowns().size).toBe(11);
  });

  it("name every column so that no header can mean two columns of one data set", () => {
    for (const contract of loadContracts().values()) {
      const headers = contract.columns.flatMap((column) => [column.zh, ...column.aliases].map(headerForm));
      expect(headers.filter((header, index) => headers.indexOf(header) !== index)).toEqual([]);
    }
  });

  it("end the names of money and of areas with their unit", () => {
    for (const { columns } of loadContracts().values()) {
      for (const { name, type } of columns) {
        if (type === "money") expect(name).toMatch(/_wan$/);
        if (type === "mu") expect(name).toMatch(/_mu$/);
        expect(duckdbTypes[type]).toBeDefined();
      }
    }
  });

  it.each([
    ["an unknown key", "taxes.yaml", "grain:", "grian:"],
    ["an unknown type", "taxes.yaml", "type: month", "type: moon"],
    ["a key that is no column", "taxes.yaml", "key: [month", "key: [moon"],
    ["a key that may be blank", "taxes.yaml", "name: month, type: month, required: true", "name: month, type: month, required: false"],
    ["an enum without values", "size_events.yaml", "values: [新增规上工业, 新增限上服务业, 新增限上批零], ", ""],
    ["money in another unit", "taxes.yaml", "unit: 万元", "unit: 元"],
    ["an id that is not the file's", "taxes.yaml", "id: taxes", "id: tax"],
    ["a name that is taken", "taxes.yaml", "name: 税收月报", "name: 全区税收"],
    ["a header twice", "taxes.yaml", "zh: 地方税收", "zh: 地方留成"],
  ])("refuse %s", (_, file, from, to) => {
    expect(() => changed(file, from, to)).toThrow(/contract /);
  });
});
