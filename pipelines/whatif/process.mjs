// The process that trials run in. TypeScript is run as it is written, as in the program that started this one.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
