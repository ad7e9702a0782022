import { describe, expect, it } from "vitest";
import { inspectText } from "../../../../pipelines/intake/read/encoding.ts";
import { encoded } from "../../../fixtures/intake/files.ts";
import { withFolder } from "../../../fixtures/intake/load.ts";

function inspect(content: string | Buffer) {
  return withFolder({ "a.csv": content }, (folder) => inspectText(`${folder}/a.csv`));
}

// longer than one piece of the reader, with characters of one to four bytes across every seam
const long = "企业,a,é,𠀀\n".repeat(900_000);

describe("looking at a text's bytes", () => {
  it.each([0, 1, 2, 3])("finds UTF-8 whatever stands at the seams between pieces (%i bytes in front)", async (bytes) => {
    expect(await inspect("x".repeat(bytes) + long)).toMatchObject({ encoding: "utf-8", hasEmptyLines: false, newline: "\\n", oddNewlines: false });
  });

  it("finds GB18030, and an empty line or another encoding far into the file", async () => {
    expect(await inspect(encoded("企业,数据\n".repeat(1_000_000), "gb18030"))).toMatchObject({ encoding: "gb18030" });
    expect(await inspect(`${long}\n${long}`)).toMatchObject({ hasEmptyLines: true });
    await expect(inspect(Buffer.concat([Buffer.from(long), encoded("企业,数据\n", "gb18030")]))).rejects.toMatchObject({ code: "mixed_encodings", params: { row: 900_001 } });
  });

  it("does not take GB18030 that happens to be UTF-8 for a mixture", async () => {
    // the two characters are C1 AA CD A8 in GB18030, which are two valid characters of UTF-8 as well
    expect(await inspect(encoded("联通,中国\n", "gb18030"))).toMatchObject({ encoding: "gb18030" });
  });

  it("hashes what was sent, byte by byte", async () => {
    expect((await inspect("abc")).sha256).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
