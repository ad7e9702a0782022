import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { loadContracts } from "../../../../pipelines/intake/contracts.ts";
import { contractNamed, listExports } from "../../../../pipelines/intake/read/files.ts";

describe("a name's data set", () => {
  it.each([
    ["税收月报", "taxes"],
    ["税收月报_2021年6月", "taxes"],
    ["税收月报 (1)", "taxes"],
    ["税收月报（更正）", "taxes"],
    ["全区税收_2021", "district_taxes"],
    ["税收月报2021年6月", "taxes"],
    ["税收月报【6月】", "taxes"],
    ["税收月报.2021.06", "taxes"],
    ["税收月报六月更正", "taxes"],
    ["税收月报更正", "taxes"],
    ["税收月报汇报材料", undefined],
    ["2021税收月报", undefined],
    ["培育库管理办法", undefined],
    ["", undefined],
  ])("%s → %s", (name, dataset) => {
    expect(contractNamed(name, loadContracts())?.id).toBe(dataset);
  });
});

describe("listing an exports folder", () => {
  it("takes files anywhere below it, in the order of their names, says why it leaves others, and follows no link out", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "d521-list-"));
    try {
      const root = path.join(folder, "exports");
      mkdirSync(path.join(root, "b", "深"), { recursive: true });
      for (const name of ["税收月报_2.csv", "b/深/税收月报_1.XLSX", "b/~$税收月报_1.xlsx", "b/说明.docx", "会议.txt", "汇总.xlsx"]) writeFileSync(path.join(root, name), "");
      writeFileSync(path.join(folder, "税收月报_outside.csv"), "");
      symlinkSync(path.join(folder, "税收月报_outside.csv"), path.join(root, "税收月报_link.csv"));
      symlinkSync(folder, path.join(root, "up"));
      symlinkSync(path.join(root, "nothing"), path.join(root, "税收月报_dangling.csv"));
      symlinkSync(path.join(root, "税收月报_2.csv"), path.join(root, "税收月报_3.csv"));
      const { files, ignored } = await listExports(root, loadContracts());
      expect(files.map(({ name, kind, contract }) => [name, kind, contract?.id])).toEqual([
        ["会议.txt", "text", undefined],
        ["汇总.xlsx", "workbook", undefined],
        ["b/深/税收月报_1.XLSX", "workbook", "taxes"],
        ["税收月报_2.csv", "text", "taxes"],
        ["税收月报_3.csv", "text", "taxes"],
      ]);
      expect(Object.fromEntries(ignored.map(({ file, code }) => [file, code]))).toEqual({
        "b/~$税收月报_1.xlsx": "lock_file",
        "b/说明.docx": "not_an_export",
        "税收月报_link.csv": "link_outside",
        "税收月报_dangling.csv": "link_outside",
        up: "link_outside",
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
