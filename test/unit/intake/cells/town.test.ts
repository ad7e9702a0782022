import { townReader } from "../../../../pipelines/intake/cells/town.ts";
import { describeCells } from "../../../fixtures/intake/cells.ts";

describeCells("a town", townReader(), [
  ["山城街道", "山城街道"],
  ["山城", "山城街道"],
  ["山 城 街道", "山城街道"],
  ["鳧城镇", "凫城镇"],
  ["鳧城", "凫城镇"],
  ["凫城", "凫城镇"],
  ["山亭区西集镇", "西集镇"],
  ["山亭经济开发区", "山亭经济开发区"],
  ["经济开发区", "山亭经济开发区"],
  ["开发区", "山亭经济开发区"],
  ["滕州市", { fault: "not_town" }],
  ["山", { fault: "not_town" }],
  ["山亭经济开发区管委会", "山亭经济开发区"],
  ["西集镇政府", "西集镇"],
]);
