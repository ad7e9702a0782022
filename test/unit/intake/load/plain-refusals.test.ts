import { describe, expect, it } from "vitest";
import { loadOnce } from "../../../fixtures/intake/load.ts";

const archive = "From: <Saved by WPS>\r\nSubject: 1\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<table><tr><td>1</td></tr></table>\r\n--b--\r\n";

describe("what is refused is told as it is", () => {
  it.each(["税收月报.mht", "税收月报.xls"])("a web archive called %s; one that nothing says to be an export is left alone", async (name) => {
    await loadOnce({ [name]: archive, "通知.mht": archive }, async (report) => {
      expect(report.files).toMatchObject([{ file: name, code: "web_archive" }]);
      expect(report.ignored).toMatchObject([{ file: "通知.mht", code: "name_unknown" }]);
    });
  });
});
